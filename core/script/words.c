#include "script/words.h"

#include <stddef.h>
#include <string.h>

#include "base/language.h"

static const struct field scheme_fields[] = {
    {"name", FIELD_TEXT, true},
    {"title", FIELD_TEXT, false},
    {"source", FIELD_TEXT, false},
    {"needs", FIELD_LATER, false},
    {NULL, 0, false},
};

static const struct field relation_fields[] = {
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"from", FIELD_MEMBERS, true},
    {"to", FIELD_TARGETS, true},
    {"within", FIELD_COLUMNS, false},
    {"load", FIELD_RANGE, false},
    {"cover", FIELD_RANGE, false},
    {"balance", FIELD_FLAG, false},
    {"share", FIELD_LATER, false},
    {"also", FIELD_TEXTS, false},
    {"contacts_per_year", FIELD_COUNT, false},
    {NULL, 0, false},
};

static const struct field cover_fields[] = {
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"of", FIELD_MEMBERS, true},
    {"by", FIELD_RELATIONS, true},
    {"times", FIELD_RANGE, true},
    {"shortfall", FIELD_SHORTFALL, false},
    {NULL, 0, false},
};

static const struct field forbid_fields[] = {
    {"on", FIELD_RELATIONS, true},
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"when", FIELD_CONDITION, true},
    {NULL, 0, false},
};

static const struct field require_fields[] = {
    {"on", FIELD_RELATIONS, true},    {"title", FIELD_TEXT, false},      {"clause", FIELD_TEXT, false},
    {"when", FIELD_CONDITION, false}, {"expect", FIELD_CONDITION, true}, {NULL, 0, false},
};

static const struct field principle_fields[] = {
    {"on", FIELD_RELATIONS, true},     {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},     {"when", FIELD_CONDITION, false},
    {"expect", FIELD_CONDITION, true}, {"points", FIELD_POINTS, false},
    {"stage", FIELD_TEXT, false},      {NULL, 0, false},
};

static const struct field prefer_fields[] = {
    {"on", FIELD_RELATIONS, true},
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"when", FIELD_CONDITION, false},
    {"points", FIELD_POINTS_OF_PAIR, true},
    {"stage", FIELD_TEXT, false},
    {NULL, 0, false},
};

static const struct field link_fields[] = {
    {"on", FIELD_RELATIONS, true},
    {"to", FIELD_RELATION, true},
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"points", FIELD_POINTS, false},
    {"stage", FIELD_TEXT, false},
    {NULL, 0, false},
};

const struct word words[] = {
    {"scheme", DECLARES_SCHEME, 0, scheme_fields},
    {"relation", DECLARES_RELATION, 0, relation_fields},
    {"cover", DECLARES_COVER, 0, cover_fields},
    {"forbid", DECLARES_RULE, RULE_FORBID, forbid_fields},
    {"require", DECLARES_RULE, RULE_REQUIRE, require_fields},
    {"principle", DECLARES_RULE, RULE_PRINCIPLE, principle_fields},
    {"prefer", DECLARES_RULE, RULE_PREFER, prefer_fields},
    {"link", DECLARES_RULE, RULE_LINK, link_fields},
    {NULL, 0, 0, NULL},
};

const char *const later_words[] = {"apart",  "example", "extends",  "limit", "must",
                                   "params", "remove",  "together", NULL};
const char *const later_globals[] = {"extends", "groups", "params", NULL};

const struct word *word_find(const char *name)
{
    for (const struct word *word = words; word->name; word++)
        if (strcmp(word->name, name) == 0)
            return word;
    return NULL;
}

int word_field(const struct word *word, const char *name)
{
    for (int i = 0; word->field[i].name; i++)
        if (strcmp(word->field[i].name, name) == 0)
            return i;
    return -1;
}

int word_fields(const struct word *word)
{
    int count = 0;
    while (word->field[count].name)
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
    case FIELD_POINTS:
        return _("a whole number");
    case FIELD_POINTS_OF_PAIR:
        return _("a whole number or a function of the pair");
    case FIELD_FLAG:
        return _("true or false");
    case FIELD_RANGE:
        return _("a whole number, { min, max }, { min = n }, { max = n } or a function of the member");
    case FIELD_SHORTFALL:
        return _("true or a whole number from 1");
    case FIELD_MEMBERS:
        return _("a set of members");
    case FIELD_TARGETS:
        return _("a set of members or of windows");
    case FIELD_CONDITION:
        return _("same, differ or both with an attribute, or a function of the pair");
    case FIELD_RELATION:
        return _("the name of a relation");
    case FIELD_RELATIONS:
        return _("the name of a relation, a list of them, or \"all\"");
    case FIELD_COLUMNS:
        return _("the name of an attribute or a list of them");
    case FIELD_LATER:
        break;
    }
    return "";
}
