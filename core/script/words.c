#include "script/words.h"

#include <stddef.h>
#include <string.h>

#include "base/language.h"
#include "planning/rules/rules.h"

static const struct field scheme_fields[] = {
    {"name", FIELD_TEXT, true},    {"title", FIELD_TEXT, false},         {"source", FIELD_TEXT, false},
    {"needs", FIELD_NEEDS, false}, {"pairs", FIELD_PAIR_COLUMNS, false}, {NULL, 0, false},
};

static const struct field relation_fields[] = {
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"from", FIELD_MEMBERS, true},
    {"to", FIELD_TARGETS, true},
    {"within", FIELD_COLUMNS, false},
    {"load", FIELD_RANGE_OR_POINTS, false},
    {"cover", FIELD_RANGE_OR_POINTS, false},
    {"balance", FIELD_BALANCE, false},
    {"share", FIELD_SHARE, false},
    {"also", FIELD_TEXTS, false},
    {"was", FIELD_TEXTS, false},
    {"contacts_per_year", FIELD_COUNT, false},
    {"relax", FIELD_TEXTS, false},
    {NULL, 0, false},
};

static const struct field cover_fields[] = {
    {"title", FIELD_TEXT, false},  {"clause", FIELD_TEXT, false},
    {"of", FIELD_MEMBERS, true},   {"by", FIELD_RELATIONS, true},
    {"times", FIELD_RANGE, true},  {"shortfall", FIELD_SHORTFALL, false},
    {"relax", FIELD_TEXTS, false}, {NULL, 0, false},
};

const struct word words[] = {
    {"scheme", DECLARES_SCHEME, 0, scheme_fields},
    {"relation", DECLARES_RELATION, 0, relation_fields},
    {"cover", DECLARES_COVER, 0, cover_fields},
    {"forbid", DECLARES_RULE, RULE_FORBID, NULL},
    {"require", DECLARES_RULE, RULE_REQUIRE, NULL},
    {"must", DECLARES_RULE, RULE_MUST, NULL},
    {"principle", DECLARES_RULE, RULE_PRINCIPLE, NULL},
    {"prefer", DECLARES_RULE, RULE_PREFER, NULL},
    {"link", DECLARES_RULE, RULE_LINK, NULL},
    {"limit", DECLARES_RULE, RULE_LIMIT, NULL},
    {"together", DECLARES_RULE, RULE_TOGETHER, NULL},
    {"apart", DECLARES_RULE, RULE_APART, NULL},
    {NULL, 0, 0, NULL},
};

const char *const later_words[] = {"example", NULL};

const struct word *word_find(const char *name)
{
    for (const struct word *word = words; word->name; word++)
        if (strcmp(word->name, name) == 0)
            return word;
    return NULL;
}

const struct field *word_table(const struct word *word)
{
    return word->declares == DECLARES_RULE ? rule_kinds[word->kind]->declare : word->field;
}

int word_field(const struct word *word, const char *name)
{
    const struct field *field = word_table(word);
    for (int i = 0; field[i].name; i++)
        if (strcmp(field[i].name, name) == 0)
            return i;
    return -1;
}

int word_fields(const struct word *word)
{
    int count = 0;
    while (word_table(word)[count].name)
        count++;
    return count;
}

const char *field_expects(enum field_type type)
{
    switch (type) {
    case FIELD_TEXT:
        return _("a text");
    case FIELD_TEXTS:
        return _("a text or a list of texts");
    case FIELD_COUNT:
        return _("a whole number from 0");
    case FIELD_COUNT_OF_END:
        return _("a whole number from 0, or a function of the one whose pairs are counted");
    case FIELD_POINTS:
        return _("a whole number");
    case FIELD_POINTS_OF_PAIR:
        return _("a whole number or a function of the pair");
    case FIELD_POINTS_A_UNIT:
        return _("a whole number from 1");
    case FIELD_WEIGHT:
        return _("a whole number from 0 or a function of the pair");
    case FIELD_FLAG:
        return _("true or false");
    case FIELD_RANGE:
        return _("a whole number, { min, max }, { min = n }, { max = n } or a function of the member");
    case FIELD_RANGE_OR_POINTS:
        return _("a whole number, { min, max }, { min = n }, { max = n } (with points = p where it holds in "
                 "principle) or a function of the member");
    case FIELD_BALANCE:
        return _("true, \"source\", \"target\" or { \"source\", \"target\" }");
    case FIELD_SHARE:
        return _("a function that gives each a whole number from 1");
    case FIELD_END:
        return _("\"source\" or \"target\"");
    case FIELD_PER:
        return _(
            "\"source\", \"target\", \"all\", a function of the source, or { source = ... } or { target = "
            "... } with a function or an attribute");
    case FIELD_SHORTFALL:
        return _("true or a whole number from 1");
    case FIELD_MEMBERS:
        return _("a set of members");
    case FIELD_TARGETS:
        return _("a set of members, windows or groups");
    case FIELD_TARGETS_OR_TWO:
        return _("a set, a comparison or a function of two");
    case FIELD_CONDITION:
        return _("same, differ or both with an attribute, or a function of the pair");
    case FIELD_PAIRS:
        return _("a list of pairs, { { \"JH0001\", \"JH0002\" }, ... }");
    case FIELD_RELATION:
        return _("the name of a relation");
    case FIELD_RELATIONS:
        return _("the name of a relation, a list of them, or \"all\"");
    case FIELD_COLUMN:
        return _("the name of an attribute");
    case FIELD_COLUMNS:
        return _("the name of an attribute or a list of them");
    case FIELD_NEEDS:
    case FIELD_PAIR_COLUMNS:
        return _("a table of columns");
    }
    return "";
}
