#include "script/report_script.h"

#include <talloc.h>

#include "base/language.h"
#include "script/child.h"
#include "script/lexical.h"
#include "script/report_host.h"
#include "script/report_table.h"
#include "script/sandbox.h"
#include "script/transport.h"

static const char host_key; /* its address is the key in Lua's registry */

struct report_host *report_host_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &host_key);
    struct report_host *host = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return host;
}

static int install(lua_State *L)
{
    lua_pushvalue(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &host_key);
    report_words_install(L);
    report_table_install(L);
    report_content_install(L);
    report_views_install(L);
    report_plan_install(L);
    report_lists_install(L);
    return 0;
}

static enum status run(struct report_host *host, const struct script_text *text, struct error *error)
{
    enum status status = sandbox_protect(host->L, install, host, error);
    if (status == STATUS_OK)
        status = sandbox_run(host->L, text, error);
    if (status != STATUS_OK)
        return status;
    const struct place place = {.file = text->file, .row = 1};
    if (!host->document)
        return error_add(
            error, STATUS_INPUT, &place,
            _("The script makes no report. Please begin it with: local r = report { title = \"...\" }."));
    status = report_tables_check(host->last, error);
    return status == STATUS_OK ? document_check(host->document, error) : status;
}

/* A document on its way from the input through the child to the one who asked. */
struct writing {
    const void *owner;
    const struct script_text *text;
    const struct report_input *input;
    struct document *document;
};

static void write_document(struct stream_writer *writer, const void *document)
{
    transport_put_document(writer, document);
}

/* In the child, which ends afterwards: nothing is freed. */
static void work(struct child *child, void *argument)
{
    const struct writing *writing = argument;
    struct report_host host = {.owner = talloc_new(writing->owner), .input = writing->input};
    struct error *error = error_new(writing->owner);
    if (!error)
        return;
    host.L = sandbox_open(SANDBOX_MEMORY_MOST);
    if (!host.L || !host.owner) {
        error_add_memory(error);
    } else {
        child_watch(child, host.L, error);
        run(&host, writing->text, error);
    }
    if (error->status != STATUS_OK)
        child_blame_memory(child);
    child_tell(child, error, write_document, host.document);
}

static void take(struct stream_reader *reader, void *argument, struct error *error)
{
    (void)error;
    struct writing *writing = argument;
    writing->document = transport_get_document(reader, writing->owner);
}

/* Reports go through the members and pairs, some of them for each window. */
static struct child_job describe_job(const struct script_text *text, const struct report_input *input)
{
    enum { BASE = 1500 * 1000, MEMBER = 300, PAIR = 200, MORE_MOST = 8500 * 1000 /* microseconds */ };
    enum { MEMORY = 224 * 1024 * 1024, PAIR_BYTES = 4096 };
    int64_t more = (int64_t)input->roster->members * MEMBER + (int64_t)input->pairs * PAIR;
    return (struct child_job){
        .file = text->file,
        .microseconds = BASE + (more < MORE_MOST ? more : MORE_MOST),
        .memory = MEMORY + (size_t)input->pairs * PAIR_BYTES,
        .work = work,
        .take = take,
    };
}

enum status script_run_report(const void *owner, const struct script_text *text,
                              const struct report_input *input, struct document **document,
                              struct error *error)
{
    *document = NULL;
    /* The look at the writing is ours and asks iconv, which opens files: that is done before the child. */
    enum status status = lexical_look(text, error);
    if (status != STATUS_OK)
        return status;
    struct writing writing = {owner, text, input, NULL};
    struct child_job job = describe_job(text, input);
    job.argument = &writing;
    status = child_run(&job, error);
    if (status == STATUS_OK)
        *document = writing.document;
    else
        talloc_free(writing.document);
    return status;
}
