#include "loaded.h"

#include <stdio.h>
#include <stdlib.h>
#include <talloc.h>

#include "dump.h"
#include "script/extends.h"
#include "script/sandbox.h"

enum { MEMORY = 160 << 20 };

static int install(lua_State *L)
{
    host_install(lua_touserdata(L, 1));
    return 0;
}

static int evaluate(lua_State *L)
{
    evaluate_ranges(lua_touserdata(L, 1));
    evaluate_rules(lua_touserdata(L, 1));
    return 0;
}

struct host *loaded_open(const struct script_request *request, int columns, struct pair_column *column)
{
    struct host *host = talloc_zero(NULL, struct host);
    host->request = request;
    host->roster = request->roster;
    host->file = request->text->file;
    host->error = error_new(host);
    host->bases = extends_find(host, request->text, host->error);
    host->extended = talloc_zero_array(host, bool, (unsigned)host->bases->texts);
    host->L = sandbox_open(MEMORY);
    sandbox_protect(host->L, install, host, host->error);
    sandbox_run(host->L, request->text, host->error);
    host->pair_columns = columns;
    host->pair_column = column;
    if (host->error->status == STATUS_OK)
        resolve_scheme(host, host);
    if (host->error->status == STATUS_OK)
        return host;
    fputs(dump_faults(host, host->error), stderr);
    exit(1);
}

void loaded_evaluate(struct host *host)
{
    sandbox_protect(host->L, evaluate, host, host->error);
}

void loaded_close(struct host *host)
{
    sandbox_close(host->L);
    talloc_free(host);
}
