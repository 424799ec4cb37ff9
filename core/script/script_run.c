#include "script/script_run.h"

#include <talloc.h>

#include "base/language.h"
#include "script/extends.h"
#include "script/host.h"
#include "script/pair_words.h"
#include "script/reads.h"
#include "script/sandbox.h"
#include "script/sector_words.h"
#include "script/transport.h"

static int install_words(lua_State *L)
{
    host_install(lua_touserdata(L, 1));
    return 0;
}

static int evaluate(lua_State *L)
{
    evaluate_ranges(lua_touserdata(L, 1));
    evaluate_shares(lua_touserdata(L, 1));
    evaluate_rules(lua_touserdata(L, 1));
    if (host_of(L)->request->no_roster)
        probe_declarations(lua_touserdata(L, 1));
    return 0;
}

static void run(struct host *host, const void *owner, const struct script_watch *watch)
{
    if (host->error->status != STATUS_OK || /* the look before Lua */
        sandbox_protect(host->L, install_words, host, host->error) != STATUS_OK ||
        extends_compile(host) != STATUS_OK || !sector_words_unite(host) ||
        sandbox_run(host->L, host->request->text, host->error) != STATUS_OK)
        return; /* what the rest of the script would have declared is unknown */
    resolve_scheme(host, owner);
    if (!host->scheme || host->error->status == STATUS_MACHINE)
        return;
    if (watch->resolved)
        watch->resolved(watch->argument, &host->earned);
    if (!host->files_unsound && !pair_words_unite(host))
        error_add_memory(host->error);
    if (!host->files_unsound)
        sandbox_protect(host->L, evaluate, host, host->error);
    if (host->error->status == STATUS_OK && !reads_hand_over(host))
        error_add_memory(host->error);
    if (host->scheme->share_scale == 0)
        host->scheme->share_scale = 1;
    resolve_check_whole(host);
    if (host->error->status == STATUS_OK)
        transport_check_texts(host->scheme, host->error);
}

enum status script_run_scheme(const void *owner, const struct script_request *request, size_t memory,
                              const struct script_watch *watch, bool close, struct scheme **scheme,
                              struct error *error)
{
    *scheme = NULL;
    struct host *host = talloc_zero(owner, struct host);
    if (!host)
        return error_add_memory(error);
    host->request = request;
    host->roster = request->roster;
    host->file = request->text->file;
    host->error = error;
    host->bases = request->bases ? request->bases : extends_find(host, request->text, error);
    if (host->bases)
        host->extended = talloc_zero_array(host, bool, (unsigned)host->bases->texts);
    host->L = host->extended ? sandbox_open(memory) : NULL;
    if (!host->L) {
        talloc_free(host);
        return error_add_memory(error);
    }
    if (watch->opened)
        watch->opened(watch->argument, host->L, error);
    run(host, owner, watch);
    /* What the pairs of relations took is no demand of the script's, and has been told. */
    if (error->status != STATUS_OK && !host->pairs_told && watch->failed)
        watch->failed(watch->argument);
    if (close)
        sandbox_close(host->L);
    if (error->status == STATUS_OK)
        *scheme = host->scheme;
    else
        talloc_free(host->scheme);
    talloc_free(host);
    return error->status;
}
