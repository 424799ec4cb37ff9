/* The lexical look: lexical/NAME.lua against NAME.faults (every fault: row, column, sentence, and the line
 * with a caret). A new case is two files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <dirent.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/file.h"
#include "base/text.h"
#include "dump.h"
#include "script/lexical.h"
#include "script/report_script.h"

#define HERE TREE "/tests/script/"

static struct script_text read_script(const void *owner, const char *path)
{
    struct error *error = error_new(owner);
    struct script_text text = {.file = "x.lua"};
    char *bytes = NULL;
    assert_int_equal(file_read(owner, path, 1 << 20, &bytes, &text.size, error), STATUS_OK);
    text.bytes = talloc_memdup(owner, bytes, text.size); /* without the NUL: reading past the end shows */
    return text;
}

static bool lua_takes(const struct script_text *text)
{
    lua_State *L = luaL_newstate();
    size_t mark = text->size >= 3 && memcmp(text->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    int code = luaL_loadbufferx(L, text->bytes + mark, text->size - mark, "=x", "t");
    lua_close(L);
    return code == LUA_OK;
}

static char *spaces(const void *owner, const struct place *place)
{
    char *front = text_printable(owner, place->line_text);
    size_t at = 0, size = strlen(front), length;
    for (int i = 1; i < place->column && at < size; i++, at += length)
        text_decode(front + at, size - at, &length);
    front[at] = '\0';
    return talloc_asprintf(owner, "%*s", text_width(front), "");
}

static char *written_out(const void *owner, const struct error *error)
{
    char *out = talloc_strdup(owner, "");
    for (int i = 0; i < error->count; i++) {
        const struct place *place = &error->fault[i].place;
        out = talloc_asprintf_append(out, "%d:%d: %s\n", place->row, place->column, error->fault[i].message);
        if (place->line_text)
            out = talloc_asprintf_append(out, "    %s\n    %s^ %s\n", text_printable(owner, place->line_text),
                                         spaces(owner, place), text_printable(owner, place->value));
    }
    return out;
}

static int is_script(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 4 && strcmp(entry->d_name + length - 4, ".lua") == 0;
}

static void every_slip_is_told_with_place_and_right_spelling(void **state)
{
    (void)state;
    struct dirent **entries;
    int count = scandir(HERE "lexical", &entries, is_script, alphasort), wrong = 0;
    assert_true(count >= 20);
    for (int i = 0; i < count; i++) {
        void *owner = talloc_new(NULL);
        char *path = talloc_asprintf(owner, HERE "lexical/%s", entries[i]->d_name);
        struct script_text text = read_script(owner, path);
        struct error *error = error_new(owner);
        enum status status = lexical_look(&text, error);
        assert_int_equal(status, error->count > 0 ? STATUS_INPUT : STATUS_OK);
        char *got = written_out(owner, error);
        char *golden = talloc_asprintf(owner, "%.*s.faults", (int)strlen(path) - 4, path);
        if (!golden_holds(golden, got)) {
            fprintf(stderr, "%s differs from its golden file; it gave:\n%s", path,
                    got); /* print_error cuts */
            wrong++;
        }
        talloc_free(owner);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(wrong, 0);
}

/* Scripts that Lua reads have no fault; returns how many it reads. */
static int look_at_folder(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_script, alphasort), sound = 0;
    for (int i = 0; i < count; i++) {
        void *owner = talloc_new(NULL);
        struct script_text text =
            read_script(owner, talloc_asprintf(owner, "%s/%s", folder, entries[i]->d_name));
        struct error *error = error_new(owner);
        lexical_look(&text, error);
        if (text_valid_until(text.bytes, text.size) == text.size && lua_takes(&text)) {
            sound++;
            if (error->count > 0)
                print_error("%s/%s: a false alarm:\n%s", folder, entries[i]->d_name,
                            written_out(owner, error));
            assert_int_equal(error->count, 0);
        }
        talloc_free(owner);
        free(entries[i]);
    }
    free(entries);
    return sound;
}

static void scripts_that_lua_reads_raise_no_alarm(void **state)
{
    (void)state;
    assert_true(look_at_folder(TREE "/scripts/schemes") >= 1);
    assert_true(look_at_folder(TREE "/scripts/reports") >= 2);
    assert_true(look_at_folder(HERE "schemes") >= 8);
    assert_true(look_at_folder(HERE "errors") >= 40);
    assert_true(look_at_folder(HERE "hostile") >= 20);
    assert_true(look_at_folder(HERE "lexical") >= 1); /* every-construct.lua */
}

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    return *seed ^= *seed << 5;
}

/* Pieces that make slips and sound code alike. */
static const char *const pieces[] = {
    "a",         "b.c",
    " ",         "\n",
    "=",         "==",
    "~=",        "!=",
    "<",         ">",
    "<=",        "&",
    "|",         "~",
    "+",         "-",
    "*",         "/",
    "//",        "..",
    "...",       ".",
    ":",         "::",
    "(",         ")",
    "[",         "]",
    "[[",        "]]",
    "{",         "}",
    "\"",        "'",
    "\\",        "\\z",
    "\\x4",      "\\u{",
    "if ",       "then ",
    "else ",     "elseif ",
    "end ",      "do ",
    "function ", "local ",
    "return ",   "repeat ",
    "until ",    "1",
    "0x",        ".5",
    "--",        "--[[",
    "，",        "“",
    "”",         "党",
    "．",        "　",
    "－",        "\xEF\xBB\xBF",
    "#",         ",",
    ";",         "?",
    "\r",
};

/* Half of the time whole sentences of Lua, so that many texts are sound. */
static const char *const sentences[] = {
    "x = 1 ",
    "local y <const> = -a //2 ",
    "if a then b() else if c then d() end end ",
    "f\"“党”\\n\" ",
    "x = a==-1 or b~=~c ",
    "--[[ ， ]] ",
    "-- ！\n",
    "t[#t] = {a, b; ['党'] = 0x1p-1} ",
    "x = [=[ ]] ]=] ",
    "repeat until a<b ",
    "for i = 1, 2 do end ",
    "x = a<<b>>c ",
    "function m.n:o(...) return ... end ",
};

static char *make_script(const void *owner, uint32_t *seed)
{
    char *text = talloc_strdup(owner, "");
    int count = (int)(next_random(seed) % 12);
    for (int i = 0; i < count; i++)
        text = next_random(seed) % 8 > 0
                   ? talloc_strdup_append(
                         text, sentences[next_random(seed) % (sizeof sentences / sizeof *sentences)])
                   : talloc_strdup_append(text, pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]);
    return text;
}

static void whatever_is_faulted_lua_refuses_too(void **state)
{
    (void)state;
    enum { SCRIPTS = 20000 };
    int sound = 0, faulted = 0;
    for (uint32_t number = 1; number <= SCRIPTS; number++) {
        uint32_t seed = number * 2654435761U;
        void *owner = talloc_new(NULL);
        char *made = make_script(owner, &seed);
        struct script_text text = {"x.lua", talloc_memdup(owner, made, strlen(made)), strlen(made)};
        struct error *error = error_new(owner);
        bool has_faults = lexical_look(&text, error) != STATUS_OK, is_sound = lua_takes(&text);
        if (has_faults && is_sound)
            fail_msg("script %u is sound, but: %s in\n%s", number, error->fault[0].message, made);
        sound += is_sound;
        faulted += has_faults;
        talloc_free(owner);
    }
    assert_true(sound > SCRIPTS / 20);
    assert_true(faulted > SCRIPTS / 20);
}

static void garbage_is_read_to_its_end(void **state)
{
    (void)state;
    static const char marks[] = " \n\"'\\[]=-*/!<>.0xz{}(“";
    for (uint32_t number = 1; number <= 5000; number++) {
        uint32_t seed = number * 2654435761U;
        void *owner = talloc_new(NULL);
        size_t size = next_random(&seed) % 200;
        char *bytes = talloc_array(owner, char, size);
        for (size_t i = 0; i < size; i++) {
            uint32_t drawn = next_random(&seed);
            bytes[i] = number % 2 ? (char)drawn : marks[drawn % (sizeof marks - 1)];
        }
        struct script_text text = {"x.lua", bytes, size};
        struct error *error = error_new(owner);
        enum status status = lexical_look(&text, error);
        assert_int_equal(status, error->count > 0 ? STATUS_INPUT : STATUS_OK);
        for (int i = 0; i < error->count; i++)
            assert_true(error->fault[i].place.row > 0 && error->fault[i].place.column > 0);
        talloc_free(owner);
    }
}

/* Texts of the greatest size in which a careless look would go back and forth. */
static void the_longest_script_is_looked_at_in_a_moment(void **state)
{
    (void)state;
    enum { SIZE = 256 * 1024 };
    static const char *const repeated[] = {
        "if a then else if b then ",
        "/*\n",
        "”\"",
        "“",
        "\"",
        "[==[]=]",
        "(",
        "# ",
        "党,",
        "//   ",
        "\\",
        "，",
    };
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
        void *owner = talloc_new(NULL);
        size_t length = strlen(repeated[i]), size = SIZE / length * length;
        char *bytes = talloc_array(owner, char, size);
        for (size_t at = 0; at < size; at += length)
            memcpy(bytes + at, repeated[i], length);
        struct script_text text = {"x.lua", bytes, size};
        struct error *error = error_new(owner);
        lexical_look(&text, error);
        assert_true(error->count <= 201);
        talloc_free(owner);
    }
}

static void a_scheme_or_report_with_slips_does_not_reach_lua(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    static const char script[] = "error('Lua ran')\nlocal a，b = 1, 2\n";
    struct script_text text = {"x.lua", script, sizeof script - 1};
    struct roster *roster = talloc_zero(owner, struct roster);
    struct scheme *scheme;
    struct document *document;
    struct error *error = error_new(owner);
    assert_int_equal(
        script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, &scheme, error),
        STATUS_INPUT);
    struct report_input input = {.roster = roster};
    assert_int_equal(script_run_report(owner, &text, &input, &document, error), STATUS_INPUT);
    assert_int_equal(error->count, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(error->fault[i].place.row, 2);
        assert_int_equal(error->fault[i].place.column, 8);
        assert_string_equal(error->fault[i].place.value, "，");
        assert_string_equal(error->fault[i].place.line_text, "local a，b = 1, 2");
        assert_string_equal(error->fault[i].message,
                            "This is a full-width comma. Please write the half-width , instead.");
    }
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_slip_is_told_with_place_and_right_spelling),
        cmocka_unit_test(scripts_that_lua_reads_raise_no_alarm),
        cmocka_unit_test(whatever_is_faulted_lua_refuses_too),
        cmocka_unit_test(garbage_is_read_to_its_end),
        cmocka_unit_test(the_longest_script_is_looked_at_in_a_moment),
        cmocka_unit_test(a_scheme_or_report_with_slips_does_not_reach_lua),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
