#include "proof/proof_check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <time.h>

#include "base/language.h"
#include "planning/plan_proof.h"
#include "proof/proof_parts.h"

const char *proof_stage(const struct checking *checking, int stage)
{
    return checking->problem->scheme->stage[checking->problem->stage[stage].scheme_stage].name;
}

void proof_fault(struct checking *checking, const char *format, ...)
{
    struct proof_result *result = checking->result;
    const char **grown = talloc_realloc(result, result->fault, const char *, (unsigned)result->faults + 1);
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(result, format, arguments);
    va_end(arguments);
    if (grown)
        result->fault = grown;
    if (!grown || !text)
        *checking->failed = true;
    else
        result->fault[result->faults++] = text;
}

void proof_tell(struct checking *checking, int stage, enum proof_outcome outcome, int component)
{
    struct proof_row *row = &checking->result->row[stage * PROOF_OUTCOMES + (int)outcome];
    row->parts++;
    row->pairs += checking->pairs.first[component + 1] - checking->pairs.first[component];
}

static int compare_names(const void *a, const void *b)
{
    const struct named_row *one = a, *other = b;
    return strcmp(one->name, other->name);
}

static bool name_rows(struct checking *checking, const void *owner)
{
    int sums = checking->view->sums;
    const char **name = problem_row_names(owner, checking->problem);
    checking->by_name = talloc_array(owner, struct named_row, (unsigned)sums + 1);
    if (!name || !checking->by_name)
        return false;
    for (int i = 0; i < sums; i++)
        checking->by_name[i] = (struct named_row){name[i], i};
    qsort(checking->by_name, (size_t)sums, sizeof *checking->by_name, compare_names);
    return true;
}

/* The candidate pair by which the part is known. Parts mostly ascend: the search goes on from `near`. */
static int find_pair(const struct checking *checking, const struct proof_part *part, int near)
{
    const struct scheme *scheme = checking->problem->scheme;
    const struct roster *roster = checking->problem->roster;
    for (int i = 0; i < checking->view->pairs; i++) {
        int p = (near + i) % checking->view->pairs;
        const struct relation *relation = &scheme->relation[checking->problem->relation[p]];
        int candidate = checking->problem->candidate[p];
        if (strcmp(roster->member[relation->pair_source[candidate]].id, part->pair[1]) == 0 &&
            strcmp(relation->origin.name, part->pair[0]) == 0 &&
            strcmp(target_id(relation, roster, relation->pair_target[candidate]), part->pair[2]) == 0)
            return p;
    }
    return -1;
}

static bool find_parts(struct checking *checking, const void *owner)
{
    const struct proof *proof = checking->plan->proof;
    checking->part_of = talloc_array(owner, int, (unsigned)checking->components + 1);
    if (!checking->part_of)
        return false;
    for (int c = 0; c < checking->components; c++)
        checking->part_of[c] = -1;
    for (int i = 0, near = 0; i < proof->parts; i++) {
        int pair = find_pair(checking, &proof->part[i], near);
        near = pair >= 0 ? pair : near;
        int c = pair >= 0 ? checking->component_of_pair[pair] : -1;
        if (c < 0)
            proof_fault(checking,
                        _("Part %d of the proof begins with a pair that may not be: %s, %s, %s. Was it made "
                          "for another roster or scheme?"),
                        proof->part[i].number, proof->part[i].pair[0], proof->part[i].pair[1],
                        proof->part[i].pair[2]);
        else if (checking->part_of[c] >= 0)
            proof_fault(checking, _("Parts %d and %d of the proof are one and the same."),
                        proof->part[checking->part_of[c]].number, proof->part[i].number);
        else
            checking->part_of[c] = i;
    }
    return true;
}

static int active_stage(const struct checking *checking, const char *name)
{
    for (int s = 0; s < checking->view->stages; s++)
        if (strcmp(proof_stage(checking, s), name) == 0)
            return s;
    return -1;
}

/* The place of the part of that number; lines stand behind their part as a rule. */
static int part_numbered(const struct proof *proof, int number, int near)
{
    for (int i = near; i < proof->parts && i < near + 2; i++)
        if (proof->part[i].number == number)
            return i;
    for (int i = 0; i < proof->parts; i++)
        if (proof->part[i].number == number)
            return i;
    return -1;
}

/* From the capped stage on, all lines are whole ones, and before it none is. */
static void find_capped(struct checking *checking)
{
    const struct proof *proof = checking->plan->proof;
    int stages = checking->view->stages;
    bool fits = true;
    checking->capped = stages;
    for (int s = 0; s < stages; s++) {
        int at = checking->whole_line[s];
        if (at >= 0 && proof->line[at].capped && checking->capped == stages)
            checking->capped = s;
        fits = fits && (at >= 0) == (s >= checking->capped);
        fits = fits && (at < 0 || proof->line[at].capped == (s == checking->capped));
        for (int p = 0; p < proof->parts; p++)
            fits = fits && (s < checking->capped || checking->line_of[p][s] < 0);
    }
    if (!fits)
        proof_fault(
            checking,
            _("From the stage on that says “at_most”, every stage must have one line for all parts "
              "together (part 0), and no stage before it may. The lines of the proof are other ones."));
}

/* Where the line belongs: among those of its part, or the whole ones. NULL with a fault added. */
static int *place_of_line(struct checking *checking, const struct proof_line *line, int *near)
{
    const struct proof *proof = checking->plan->proof;
    int stage = active_stage(checking, line->stage);
    int part = line->part == PROOF_WHOLE ? -1 : part_numbered(proof, line->part, *near);
    *near = part >= 0 ? part : *near;
    if (part < 0 && line->part != PROOF_WHOLE)
        proof_fault(checking, _("The proof has a line for part %d, but no such part."), line->part);
    else if (stage < 0)
        proof_fault(checking,
                    _("The proof has a line for the stage “%s”, which measures nothing here. Was the "
                      "plan made with another scheme, or with a previous plan?"),
                    line->stage);
    else
        return part < 0 ? &checking->whole_line[stage] : &checking->line_of[part][stage];
    return NULL;
}

static bool find_lines(struct checking *checking, const void *owner)
{
    const struct proof *proof = checking->plan->proof;
    int stages = checking->view->stages, near = 0;
    checking->whole_line = talloc_array(owner, int, (unsigned)stages + 1);
    for (int s = 0; checking->whole_line && s < stages; s++)
        checking->whole_line[s] = -1;
    checking->line_of = talloc_array(owner, int *, (unsigned)proof->parts + 1);
    for (int i = 0; checking->line_of && i < proof->parts; i++) {
        checking->line_of[i] = talloc_array(owner, int, (unsigned)stages + 1);
        for (int s = 0; checking->line_of[i] && s < stages; s++)
            checking->line_of[i][s] = -1;
        if (!checking->line_of[i])
            return false;
    }
    for (int i = 0; checking->line_of && i < proof->lines; i++) {
        const struct proof_line *line = &proof->line[i];
        int *place = place_of_line(checking, line, &near);
        if (place && *place >= 0)
            proof_fault(checking, _("The proof has two lines for part %d in the stage “%s”."), line->part,
                        line->stage);
        else if (place)
            *place = i;
    }
    if (checking->line_of && checking->whole_line && checking->result->faults == 0)
        find_capped(checking);
    return checking->line_of && checking->whole_line;
}

static bool counts_at(const struct checking *checking, const struct proof_network *net, int stage)
{
    int c = net->component;
    const int64_t *cost = checking->view->cost ? checking->view->cost[stage] : NULL;
    bool counts = net->coupled[stage];
    for (int i = checking->pairs.first[c]; cost && !counts && i < checking->pairs.first[c + 1]; i++)
        counts = cost[checking->pairs.item[i]] != 0;
    for (int i = checking->sums.first[c]; !counts && i < checking->sums.first[c + 1]; i++)
        counts = checking->view->sum[checking->sums.item[i]].stage == stage &&
                 sum_can_count(&checking->view->sum[checking->sums.item[i]]);
    for (int i = checking->curves.first[c]; !counts && i < checking->curves.first[c + 1]; i++) {
        const struct solver_curve *curve = &checking->view->curve[checking->curves.item[i]];
        counts = curve->stage == stage && curve_can_count(checking, curve);
    }
    return counts;
}

static void check_component(struct checking *checking, const void *owner, int c)
{
    int part = checking->part_of[c], stages = checking->capped;
    const struct proof *proof = checking->plan->proof;
    struct proof_network *net = network_describe(checking, owner, c, part >= 0 ? &proof->part[part] : NULL);
    memset(checking->by_face, 0, (size_t)stages * sizeof *checking->by_face);
    memset(checking->done, 0, (size_t)stages * sizeof *checking->done);
    bool loose = false;
    for (int s = 0; net && s < stages; s++) {
        int at = part >= 0 ? checking->line_of[part][s] : -1;
        const struct proof_line *line = at >= 0 ? &proof->line[at] : NULL;
        if (!line && !counts_at(checking, net, s)) {
            checking->by_face[s] = checking->done[s] = true; /* whatever the part does, it comes to 0 there */
            continue;
        }
        if (line && line->potentials < 0) {
            if (!check_bound(checking, c, s, line, loose)) {
                proof_tell(checking, s, PROOF_WRONG, c);
                break; /* later stages stand on this one */
            }
            loose = loose || !checking->done[s];
            continue;
        }
        bool proven = !loose && network_proves(checking, net, s, line);
        checking->by_face[s] = checking->done[s] = proven;
        proof_tell(checking, s, proven ? PROOF_VERIFIED : loose ? PROOF_OPEN : PROOF_WRONG, c);
        if (!proven && !loose)
            break;
    }
    for (int s = 0; s < stages; s++) {
        checking->all_by_face[s] = checking->all_by_face[s] && checking->by_face[s];
        checking->all_done[s] = checking->all_done[s] && checking->done[s];
    }
    talloc_free(net);
}

/* What the file says of whole stages must be what its parts add up to. */
static void check_stages(struct checking *checking)
{
    for (int i = 0; i < checking->plan->stages; i++) {
        const struct stage_value *stage = &checking->plan->stage[i];
        int s = active_stage(checking, stage->name);
        if (s < 0) {
            proof_fault(checking,
                        _("The file has the stage “%s”, which measures nothing here. Was the plan made with "
                          "another scheme, or with a previous plan?"),
                        stage->name);
            continue;
        }
        int64_t sign = checking->problem->stage[s].more_is_better ? -1 : 1, gap;
        if (__builtin_sub_overflow(stage->value, stage->bound, &gap) || gap == INT64_MIN ||
            sign * gap != checking->open[s])
            proof_fault(
                checking, _("The file says of the stage “%s” that no plan passes %lld; its proof says %lld."),
                stage->name, (long long)stage->bound, (long long)(stage->value - sign * checking->open[s]));
    }
    for (int s = 0; s < checking->view->stages; s++) {
        bool told = false;
        for (int i = 0; i < checking->plan->stages; i++)
            told = told || strcmp(checking->plan->stage[i].name, proof_stage(checking, s)) == 0;
        if (!told)
            proof_fault(checking, _("The file does not say what the plan comes to in the stage “%s”."),
                        proof_stage(checking, s));
    }
}

static int compare_pairs(const void *a, const void *b)
{
    return pair_compare(a, b);
}

/* The pairs must be those that the proof was made for. */
static bool check_digest(struct checking *checking, const struct pair *pair, int pairs)
{
    char digest[PROOF_DIGEST];
    const char *said = checking->plan->proof->digest;
    struct pair *sorted = talloc_array(checking->result, struct pair, (unsigned)pairs + 1);
    if (!sorted)
        return false;
    if (pairs > 0)
        memcpy(sorted, pair, (size_t)pairs * sizeof *sorted);
    qsort(sorted, (size_t)pairs, sizeof *sorted, compare_pairs);
    proof_digest(checking->problem->scheme, checking->problem->roster, sorted, pairs, digest);
    talloc_free(sorted);
    if (!said || strcmp(said, digest) != 0)
        proof_fault(checking,
                    _("The proof belongs to other pairs: the pairs of the file were changed after it "
                      "was written. Have the plan made once more."));
    return true;
}

static bool choose(struct checking *checking, const void *owner, const struct pair *pair, int pairs)
{
    const struct problem *problem = checking->problem;
    checking->chosen = talloc_zero_array(owner, unsigned char, (unsigned)checking->view->pairs + 1);
    for (int i = 0; checking->chosen && i < pairs; i++) {
        int candidate =
            relation_pair(&problem->scheme->relation[pair[i].relation], pair[i].source, pair[i].target);
        int number = candidate >= 0 ? problem->number[pair[i].relation][candidate] : -1;
        if (number >= 0)
            checking->chosen[number] = 1;
    }
    return checking->chosen != NULL;
}

static bool prepare(struct checking *checking, const void *owner)
{
    unsigned stages = (unsigned)checking->view->stages + 1, sums = (unsigned)checking->view->sums + 1;
    checking->by_face = talloc_zero_array(owner, bool, stages);
    checking->done = talloc_zero_array(owner, bool, stages);
    checking->all_by_face = talloc_array(owner, bool, stages);
    checking->all_done = talloc_array(owner, bool, stages);
    checking->open = talloc_zero_array(owner, int64_t, stages);
    checking->fixed = talloc_zero_array(owner, unsigned char, (unsigned)checking->view->pairs + 1);
    checking->least = talloc_zero_array(owner, int64_t, sums);
    checking->most = talloc_zero_array(owner, int64_t, sums);
    checking->result->row = talloc_zero_array(checking->result, struct proof_row, stages * PROOF_OUTCOMES);
    if (!checking->by_face || !checking->done || !checking->all_by_face || !checking->all_done ||
        !checking->open || !checking->fixed || !checking->least || !checking->most || !checking->result->row)
        return false;
    for (int s = 0; s < checking->view->stages; s++)
        checking->all_by_face[s] = checking->all_done[s] = true;
    for (int i = 0; i < checking->view->sums; i++)
        checking->most[i] = checking->view->sum[i].n;
    return components_find(checking, owner) && name_rows(checking, owner) && find_parts(checking, owner) &&
           find_lines(checking, owner);
}

/* Rows that something came to, one after the other. */
static void gather_rows(struct checking *checking)
{
    struct proof_result *result = checking->result;
    for (int s = 0; s < checking->view->stages; s++)
        for (int o = 0; o < PROOF_OUTCOMES; o++) {
            struct proof_row row = result->row[s * PROOF_OUTCOMES + o];
            row.stage = proof_stage(checking, s);
            row.outcome = (enum proof_outcome)o;
            if (row.parts > 0)
                result->row[result->rows++] = row;
        }
}

static bool check_all(struct checking *checking, const void *owner, const struct pair *pair, int pairs)
{
    if (!choose(checking, owner, pair, pairs) || !check_digest(checking, pair, pairs) ||
        !prepare(checking, owner))
        return false;
    for (int c = 0; c < checking->components && checking->result->faults == 0 && !*checking->failed; c++)
        check_component(checking, owner, c);
    if (checking->result->faults == 0 && checking->capped < checking->view->stages)
        check_whole(checking, owner);
    if (checking->result->faults == 0)
        check_stages(checking);
    gather_rows(checking);
    return !*checking->failed;
}

enum status proof_check(const void *owner, const struct roster *roster, const struct scheme *scheme,
                        const struct pair *pair, int pairs, const struct pair *previous, int previous_pairs,
                        bool has_previous, const struct named_plan *plan, double seconds,
                        struct proof_result **result, struct error *error)
{
    struct problem *problem;
    struct timespec now;
    bool failed = false;
    struct checking checking = {
        .plan = plan, .result = talloc_zero(owner, struct proof_result), .failed = &failed};
    if (!checking.result)
        return error_add_memory(error);
    if (!plan->proof) {
        proof_fault(&checking, _("The plan holds no proof. tongxin solve -o writes plans with their proof."));
        *result = checking.result;
        return STATUS_OK;
    }
    void *work = talloc_new(owner);
    clock_gettime(CLOCK_MONOTONIC, &now);
    checking.deadline = (double)now.tv_sec + (double)now.tv_nsec * 1e-9 + seconds;
    enum status status =
        problem_build(work, roster, scheme, previous, previous_pairs, has_previous, &problem, error);
    if (status == STATUS_OK) {
        checking.problem = problem;
        checking.view = &problem->solver;
        if (!check_all(&checking, work, pair, pairs))
            status = error_add_memory(error);
    }
    talloc_free(work);
    if (status == STATUS_OK)
        *result = checking.result;
    return status;
}
