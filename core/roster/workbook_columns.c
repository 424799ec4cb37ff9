#include "roster/workbook_columns.h"

#include <stddef.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "model/roster.h"

/* A workbook is for Chinese offices whatever language the program speaks: it is read by its headings. */
static const struct workbook_field fields[] = {
    {"编号", CELL_OF_ID, FROM_ATTRIBUTE, ATTRIBUTE_ID, false, 10, NULL, "新委员留空，导入时自动编"},
    {"姓名", CELL_OF_NAME, FROM_ATTRIBUTE, ATTRIBUTE_NAME, true, 10, NULL, "中间不加空格，不写（女）"},
    {"性别", CELL_OF_LIST, FROM_ATTRIBUTE, ATTRIBUTE_GENDER, false, 6, "性别", "男或女"},
    {"民族", CELL_OF_LIST, FROM_FURTHER, 0, false, 8, "民族", "如 汉族、回族"},
    {"出生年月", CELL_OF_MONTH, FROM_FURTHER, 0, false, 10, NULL, "如 1968-10，不写 1968.1"},
    {"党派", CELL_OF_LIST, FROM_PARTY, ATTRIBUTE_PARTY, true, 10, "党派",
     "从列表里选；交叉党员另填“兼有党派”"},
    {"兼有党派", CELL_OF_LIST, FROM_PARTIES, ATTRIBUTE_PARTY, false, 10, "党派", "交叉党员才填"},
    {"界别", CELL_OF_LIST, FROM_ATTRIBUTE, ATTRIBUTE_SECTOR, true, 12, "界别", "从列表里选"},
    {"窗口", CELL_OF_LIST, FROM_ATTRIBUTE, ATTRIBUTE_WINDOW, true, 12, "窗口",
     "窗口和免联系理由，二者必填其一；先填“窗口”表"},
    {"免联系理由", CELL_OF_LIST, FROM_ATTRIBUTE, ATTRIBUTE_EXEMPT, true, 12, "免联系理由",
     "窗口和免联系理由，二者必填其一"},
    {"县市区", CELL_OF_LIST, FROM_ATTRIBUTE, ATTRIBUTE_COUNTY, false, 10, "县市区",
     "同县市区联系方便，排名单时优先"},
    {"单位", CELL_OF_TEXT, FROM_ATTRIBUTE, ATTRIBUTE_UNIT, false, 24, NULL,
     "同单位回避按“单位”比较，请写全称"},
    {"单位职务", CELL_OF_TEXT, FROM_FURTHER, 0, false, 14, NULL, "在单位的职务"},
    {"政协职务", CELL_OF_LIST, FROM_ATTRIBUTE, ATTRIBUTE_POST, false, 10, "政协职务",
     "主席、副主席、秘书长、常委、委员"},
    {"党组成员", CELL_OF_YES, FROM_ROLE, ATTRIBUTE_ROLE, false, 8, "是", "是，或空着；可以多项"},
    {"界别党员负责人", CELL_OF_YES, FROM_ROLE, ATTRIBUTE_ROLE, false, 8, "是", "是，或空着；可以多项"},
    {"界别活动组组长", CELL_OF_YES, FROM_ROLE, ATTRIBUTE_ROLE, false, 8, "是", "是，或空着；可以多项"},
    {"专委会副主任", CELL_OF_YES, FROM_ROLE, ATTRIBUTE_ROLE, false, 8, "是", "是，或空着；可以多项"},
    {"排序", CELL_OF_NUMBER, FROM_ATTRIBUTE, ATTRIBUTE_ORDER, false, 6, NULL, "领导排名；空着的按姓氏笔画"},
    {"手机", CELL_OF_PHONE, FROM_FURTHER, 0, false, 13, NULL, "11 位；只用于通知，不进名单"},
    {"任职日期", CELL_OF_DAY, FROM_FURTHER, 0, false, 12, NULL, "如 2022-01-15"},
    {"离任日期", CELL_OF_DAY, FROM_FURTHER, 0, false, 12, NULL, "离任的不删行，填日期和原因"},
    {"离任原因", CELL_OF_LIST, FROM_FURTHER, 0, false, 10, "离任原因", "调离、辞去、去世、撤销资格、其他"},
    {"备注", CELL_OF_TEXT, FROM_FURTHER, 0, false, 20, NULL, "排名单时不看"},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static int further_of(const struct workbook_content *content, const char *heading)
{
    for (int f = 0; f < content->further; f++)
        if (strcmp(content->column[f].heading, heading) == 0)
            return f;
    return -1;
}

static bool is_field(const char *heading)
{
    for (int f = 0; f < FIELDS; f++)
        if (strcmp(fields[f].heading, heading) == 0)
            return true;
    return false;
}

bool workbook_is_heading(const char *heading)
{
    return is_field(heading);
}

/* The parts of a list but the first. */
static const char *others_of(const char *list)
{
    const char *end = strstr(list, "、");
    return end ? end + strlen("、") : "";
}

static char *append(char *list, const char *part)
{
    return list ? talloc_asprintf_append(list, "%s%s", *list ? "、" : "", part) : NULL;
}

/* The roles that have no column of their own; all of them where the columns would put them in another order:
 * reading takes the list first, then the columns from left to right. */
static const char *roles_of(const void *owner, const char *list)
{
    int count;
    char **part = text_split_list(owner, list, &count);
    char *others = talloc_strdup(owner, "");
    for (int i = 0; part && i < count; i++)
        if (!is_field(part[i]))
            others = append(others, part[i]);
    char *read = talloc_strdup(owner, others ? others : "");
    for (int f = 0; f < FIELDS; f++)
        if (fields[f].source == FROM_ROLE && text_list_has(list, fields[f].heading))
            read = append(read, fields[f].heading);
    talloc_free(part);
    return others && read && strcmp(read, list) == 0 ? others : list;
}

static const char *first_of(const void *owner, const char *list)
{
    const char *end = strstr(list, "、");
    return end ? talloc_strndup(owner, list, (size_t)(end - list)) : list;
}

const char *workbook_cell(const void *owner, const struct workbook_content *content,
                          const struct workbook_field *field, const char *const *value)
{
    int further;
    switch (field->source) {
    case FROM_PARTY:
        return first_of(owner, value[ATTRIBUTE_PARTY]);
    case FROM_PARTIES:
        return others_of(value[ATTRIBUTE_PARTY]);
    case FROM_ROLE:
        return text_list_has(value[ATTRIBUTE_ROLE], field->heading) ? "是" : "";
    case FROM_ROLES:
        return roles_of(owner, value[ATTRIBUTE_ROLE]);
    case FROM_FURTHER:
        further = further_of(content, field->heading);
        return further < 0 ? "" : value[ATTRIBUTES_BUILT_IN + further];
    default:
        return value[field->attribute];
    }
}

static bool needs_roles(const struct workbook_content *content)
{
    void *scratch = talloc_new(NULL);
    bool has = false;
    for (int m = 0; scratch && m < content->members && !has; m++)
        has = *roles_of(scratch, content->member[m][ATTRIBUTE_ROLE]) != '\0';
    talloc_free(scratch);
    return has;
}

bool workbook_columns_of(const void *owner, const struct workbook_content *content,
                         struct workbook_columns *columns)
{
    columns->count = 0;
    columns->field = talloc_array(owner, struct workbook_field, (unsigned)(FIELDS + content->further) + 1);
    if (!columns->field)
        return false;
    for (int f = 0; f < FIELDS; f++)
        columns->field[columns->count++] = fields[f];
    if (needs_roles(content))
        columns->field[columns->count++] =
            (struct workbook_field){"身份", CELL_OF_TEXT, FROM_ROLES, ATTRIBUTE_ROLE,
                                    false,  16,           NULL,       "没有单独一列的身份，用、分开"};
    for (int f = 0; f < content->further; f++) {
        enum workbook_kind kind = content->column[f].type == VALUE_DATE      ? CELL_OF_DAY
                                  : content->column[f].type == VALUE_INTEGER ? CELL_OF_NUMBER
                                                                             : CELL_OF_TEXT;
        if (!is_field(content->column[f].heading))
            columns->field[columns->count++] = (struct workbook_field){
                content->column[f].heading, kind, FROM_FURTHER, 0, false, 14, NULL, NULL};
    }
    return true;
}
