/* What an extending scheme does with the declarations of its base: replace, amend, remove, and ask for the
 * sets of a relation. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/extends.h"
#include "script/sandbox.h"

struct removal {
    const char *name, *file;
    int line, order;
};

/* s:amend "name" that waits for its { ... }. */
struct amendment {
    struct declaration *declaration; /* NULL where there is none of that name */
    const char *file;
    int line;
    bool complete;
};

struct reuse {
    int removals, amendments;
    struct removal *removal;      /* [removals] */
    struct amendment **amendment; /* [amendments] */
};

static struct reuse *reuse_of(struct host *host)
{
    if (!host->reuse)
        host->reuse = talloc_zero(host, struct reuse);
    return host->reuse;
}

/* Index of the declaration of that name, or -1. */
static int find(const struct host *host, const char *name)
{
    for (int i = 0; i < host->declarations; i++)
        if (*name && strcmp(host->declaration[i]->origin.name, name) == 0)
            return i;
    return -1;
}

static int complain_pending(struct host *host, int line, const char *word, const struct declaration *pending)
{
    if (strcmp(word, "from") == 0 || strcmp(word, "to") == 0)
        host_fault(
            host, line,
            _("s:%s speaks of “%s”, which is only being declared (line %d) and has no sets yet. Please "
              "name another relation, or say who is meant: members { ... }."),
            word, pending->origin.name, pending->origin.line);
    else
        host_fault(
            host, line,
            _("s:%s speaks of “%s”, which is only being declared (line %d). Please write this behind its "
              "{ ... }."),
            word, pending->origin.name, pending->origin.line);
    return -1;
}

/* The name of the declaration with that title, or NULL. */
static const char *name_of_title(const struct host *host, const char *title)
{
    for (int i = 0; i < host->declarations; i++) {
        const char *own = declaration_text(host->declaration[i], "title");
        if (own && strcmp(own, title) == 0)
            return host->declaration[i]->origin.name;
    }
    return NULL;
}

/* The same, or -1 with a fault that names the nearest. Asks for relations alone where `relations` is true. */
static int find_or_complain(struct host *host, int line, const char *word, const char *name, bool relations)
{
    int found = find(host, name), removed;
    const char *file;
    if (found >= 0 && !host->declaration[found]->complete && !(relations && host->declaration[found]->base))
        return complain_pending(host, line, word, host->declaration[found]);
    if (found >= 0 && (!relations || host->declaration[found]->word->declares == DECLARES_RELATION))
        return found;
    if (found < 0 && reuse_removed(host, name, &file, &removed)) {
        host_fault(host, line,
                   _("s:%s speaks of “%s”, which %s:%d removes. Please write this before it is removed."),
                   word, name, file, removed);
        return -1;
    }
    const char *titled = found < 0 ? name_of_title(host, name) : NULL;
    if (titled) {
        host_fault(host, line, _("s:%s speaks of “%s”, which is a title. Please write its name, “%s”."), word,
                   name, titled);
        return -1;
    }
    const char **names = talloc_array(host, const char *, (unsigned)host->declarations);
    int count = 0;
    for (int i = 0; names && i < host->declarations; i++)
        if (!relations || host->declaration[i]->word->declares == DECLARES_RELATION)
            names[count++] = host->declaration[i]->origin.name;
    const char *nearest = names ? text_nearest(name, names, count) : NULL;
    if (found >= 0)
        host_fault(host, line, _("s:%s asks for a relation, and “%s” is %s."), word, name,
                   host->declaration[found]->subject);
    else if (nearest)
        host_fault(host, line, _("s:%s speaks of “%s”, which is not declared. Did you mean “%s”?"), word,
                   name, nearest);
    else
        host_fault(host, line, _("s:%s speaks of “%s”, which is not declared. Please check the name."), word,
                   name);
    talloc_free(names);
    return -1;
}

/* ---- replace ---- */

bool reuse_replace(struct host *host, struct declaration *declaration)
{
    int found = find(host, declaration->origin.name);
    struct declaration *base = found >= 0 ? host->declaration[found] : NULL;
    if (!base || strcmp(base->origin.file, declaration->origin.file) == 0)
        return false;
    declaration->order = base->order;
    if (base->word->declares == declaration->word->declares) {
        declaration->base = base;
        host->declaration[found] = declaration;
        return true;
    }
    host_fault(host, declaration->origin.line,
               _("%s cannot replace %s of %s:%d: a relation stays a relation, a cover a cover and a rule a "
                 "rule. Please choose another name, or remove the other first."),
               declaration->subject, base->subject, base->origin.file, base->origin.line);
    declaration->broken = true;
    return true;
}

/* ---- amend ---- */

static struct amendment *new_amendment(struct host *host, struct declaration *declaration, int line)
{
    struct reuse *reuse = reuse_of(host);
    struct amendment *made = reuse ? talloc_zero(reuse, struct amendment) : NULL;
    struct amendment **grown =
        made ? talloc_realloc(reuse, reuse->amendment, struct amendment *, (unsigned)reuse->amendments + 1)
             : NULL;
    if (!grown)
        return NULL;
    *made = (struct amendment){.declaration = declaration, .file = host_file(host), .line = line};
    reuse->amendment = grown;
    grown[reuse->amendments++] = made;
    return made;
}

/* What s:amend "name" returns. Upvalue: the amendment. */
static int take_amendment(lua_State *L)
{
    struct host *host = host_of(L);
    struct amendment *amendment = lua_touserdata(L, lua_upvalueindex(1));
    struct declaration *declaration = amendment->declaration;
    host_refuse_late(L, "amend");
    amendment->complete = true;
    int line = sandbox_line(L, NULL);
    if (!lua_istable(L, 1)) {
        host_fault(host, line, _("%s must be followed by { field = value, ... }, not by %s."), "amend",
                   host_describe(L, 1));
        return 0;
    }
    if (!declaration)
        return 0;
    lua_settop(L, 1);
    field_amend(host, declaration, 1, line);
    /* From now on it stands where it was amended last: what follows from the amendment is mended there. */
    char *subject = declaration->amended
                        ? NULL
                        : talloc_asprintf(declaration, _("%s (of %s:%d)"), declaration->subject,
                                          declaration->origin.file, declaration->origin.line);
    if (subject)
        declaration->subject = subject;
    declaration->amended = true;
    declaration->origin.file = amendment->file;
    declaration->origin.line = line;
    return 0;
}

static int amend(lua_State *L)
{
    struct host *host = host_of(L);
    scheme_check_handle(L, "amend");
    int line = sandbox_line(L, NULL), found = -1;
    if (lua_type(L, 2) == LUA_TSTRING)
        found = find_or_complain(host, line, "amend", lua_tostring(L, 2), false);
    else
        host_fault(host, line, _("“%s” must be followed by a name, not by %s: s:%s \"name\" { ... }."),
                   "amend", host_describe(L, 2), "amend");
    struct amendment *amendment = new_amendment(host, found >= 0 ? host->declaration[found] : NULL, line);
    if (!amendment)
        return sandbox_raise(L, _("The machine has too little memory for this."));
    amendment->complete = lua_type(L, 2) != LUA_TSTRING; /* what follows is not known */
    lua_pushlightuserdata(L, amendment);
    lua_pushcclosure(L, take_amendment, 1);
    if (!lua_istable(L, 3))
        return 1;
    lua_pushvalue(L, 3); /* s:amend("name", { ... }) says the same */
    lua_call(L, 1, 0);
    return 0;
}

/* ---- remove ---- */

static void remove_one(struct host *host, int line, const char *name)
{
    int found = find_or_complain(host, line, "remove", name, false);
    if (found < 0)
        return;
    struct reuse *reuse = reuse_of(host);
    struct removal *grown =
        reuse ? talloc_realloc(reuse, reuse->removal, struct removal, (unsigned)reuse->removals + 1) : NULL;
    if (!grown) {
        error_add_memory(host->error);
        return;
    }
    reuse->removal = grown;
    grown[reuse->removals++] = (struct removal){host->declaration[found]->origin.name, host_file(host), line,
                                                host->declaration[found]->order};
    host->declarations--;
    memmove(&host->declaration[found], &host->declaration[found + 1],
            (size_t)(host->declarations - found) * sizeof(struct declaration *));
}

static int remove_declarations(lua_State *L)
{
    struct host *host = host_of(L);
    scheme_check_handle(L, "remove");
    int line = sandbox_line(L, NULL), count;
    lua_settop(L, 2);
    const char **names = field_read_texts(host, host, 2, &count);
    if (!names || count == 0)
        host_fault(host, line,
                   _("“remove” must be followed by a name or a list of names, not by %s: s:remove \"name\"."),
                   host_describe(L, 2));
    for (int i = 0; names && i < count; i++)
        remove_one(host, line, names[i]);
    return 0;
}

bool reuse_removed(const struct host *host, const char *name, const char **file, int *line)
{
    const struct reuse *reuse = host->reuse;
    for (int i = 0; reuse && i < reuse->removals; i++) {
        if (strcmp(reuse->removal[i].name, name) != 0)
            continue;
        *file = reuse->removal[i].file;
        *line = reuse->removal[i].line;
        return true;
    }
    return false;
}

int reuse_order(const struct host *host, const char *name)
{
    const struct reuse *reuse = host->reuse;
    for (int i = reuse ? reuse->removals - 1 : -1; i >= 0; i--)
        if (strcmp(reuse->removal[i].name, name) == 0)
            return reuse->removal[i].order;
    return -1;
}

void reuse_check(struct host *host)
{
    for (int i = 0; host->reuse && i < host->reuse->amendments; i++) {
        const struct amendment *amendment = host->reuse->amendment[i];
        host->file = amendment->file;
        if (!amendment->complete)
            host_fault(host, amendment->line, _("%s must be followed by { field = value, ... }, not by %s."),
                       "amend", _("nothing"));
    }
}

/* ---- from, to ---- */

/* Upvalue: "from" or "to". */
static int ask_set(lua_State *L)
{
    struct host *host = host_of(L);
    const char *word = lua_tostring(L, lua_upvalueindex(1));
    scheme_check_handle(L, word);
    int line = sandbox_line(L, NULL), found = -1;
    if (lua_type(L, 2) == LUA_TSTRING)
        found = find_or_complain(host, line, word, lua_tostring(L, 2), true);
    else
        host_fault(host, line,
                   _("s:%s must be followed by the name of a relation, not by %s: s:%s \"liaison\"."), word,
                   host_describe(L, 2), word);
    const struct declaration *meant = found >= 0 ? host->declaration[found] : NULL;
    while (meant && !meant->complete && meant->base)
        meant = meant->base; /* what is being declared anew is still what it was */
    set_push_value(L, meant ? declaration_value(meant, word) : NULL);
    return 1;
}

bool reuse_push_method(lua_State *L, const char *name)
{
    if (strcmp(name, "amend") == 0)
        lua_pushcfunction(L, amend);
    else if (strcmp(name, "remove") == 0)
        lua_pushcfunction(L, remove_declarations);
    else if (strcmp(name, "from") == 0 || strcmp(name, "to") == 0) {
        lua_pushstring(L, name);
        lua_pushcclosure(L, ask_set, 1);
    } else {
        return false;
    }
    return true;
}
