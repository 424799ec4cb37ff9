#include "script/script.h"

#include <talloc.h>

#include "roster/needs.h"
#include "script/child.h"
#include "script/extends.h"
#include "script/sandbox.h"
#include "script/script_run.h"
#include "script/transport.h"

/* A scheme on its way from the request through the child to the one who asked. */
struct loading {
    const void *owner;
    const struct script_request *request;
    struct scheme *scheme;
};

/* ---- in the child ---- */

static void opened(void *argument, lua_State *L, const struct error *error)
{
    child_watch(argument, L, error);
}

static void resolved(void *argument, const int64_t *earned)
{
    child_pay(argument, earned);
}

static void failed(void *argument)
{
    child_blame_memory(argument);
}

static void write_scheme(struct stream_writer *writer, const void *scheme)
{
    transport_put_scheme(writer, scheme);
}

/* The child ends afterwards: nothing is freed. */
static void work(struct child *child, void *argument)
{
    const struct loading *loading = argument;
    const struct script_watch watch = {child, opened, resolved, failed};
    struct error *error = error_new(loading->owner);
    struct scheme *scheme;
    if (!error)
        return;
    script_run_scheme(loading->owner, loading->request, SANDBOX_MEMORY_MOST, &watch, false, &scheme, error);
    child_tell(child, error, write_scheme, scheme);
}

/* ---- in the parent ---- */

/* What the scheme's `needs` do to the roster was done to the child's copy only. It is done here anew, before
 * candidate pairs are worked out, from the list alone: columns and types are checked already. */
static enum status adopt_needs(void *argument, int needs, const struct need *need, struct error *error)
{
    const struct loading *loading = argument;
    return roster_type_needs(loading->request->roster, need, needs, error);
}

static void take(struct stream_reader *reader, void *argument, struct error *error)
{
    struct loading *loading = argument;
    const struct transport_adopter adopter = {adopt_needs, loading};
    loading->scheme = transport_get_scheme(reader, loading->owner, loading->request->roster, &adopter, error);
}

/* A larger roster takes longer to read sets from and has more candidate pairs, up to a few seconds; what the
 * rules look at is paid for as it is done, however many they are, up to a minute in all (8 million calls of
 * a function that reads both ends take 12 s). */
static struct child_job describe_job(const struct script_request *request)
{
    enum { BASE = 1500 * 1000, MEMBER = 200, MORE_MOST = 4500 * 1000, EARNED_MOST = 60 * 1000 * 1000 };
    enum { MEMORY = 224 * 1024 * 1024, PAIR_BYTES = 100 };
    static const int64_t pairs_most = 20 * 1000 * 1000;
    int64_t members = request->roster->members;
    int64_t pairs = members * (members + request->roster->windows);
    if (pairs > pairs_most)
        pairs = pairs_most;
    int64_t more = members * MEMBER + pairs / 5;
    return (struct child_job){
        .file = request->text->file,
        .microseconds = BASE + (more < MORE_MOST ? more : MORE_MOST),
        .grants_most = EARNED_MOST,
        .memory = MEMORY + (size_t)pairs * PAIR_BYTES,
        .work = work,
        .take = take,
    };
}

enum status script_load_scheme(const void *owner, const struct script_request *request,
                               struct scheme **scheme, struct error *error)
{
    *scheme = NULL;
    /* Looking at the writing and finding what is extended opens files: that is done before the child. */
    struct error *found = error_new(owner);
    struct script_bases *looked_up =
        found && !request->bases ? extends_find(owner, request->text, found) : NULL;
    const struct script_bases *bases = request->bases ? request->bases : looked_up;
    if (!found || !bases) {
        talloc_free(found);
        return error_add_memory(error);
    }
    roster_forget_needs(request->roster);
    int columns = request->roster->columns;
    struct script_request whole = *request;
    whole.bases = bases;
    struct loading loading = {owner, &whole, NULL};
    struct child_job job = describe_job(&whole);
    job.argument = &loading;
    enum status status = found->status == STATUS_OK ? child_run(&job, found) : found->status;
    extends_order_faults(bases, found, error);
    if (status != STATUS_OK)
        request->roster->columns = columns; /* without what was taken as there */
    talloc_free(found);
    talloc_free(looked_up);
    if (status == STATUS_OK)
        *scheme = loading.scheme;
    else
        talloc_free(loading.scheme);
    return status;
}
