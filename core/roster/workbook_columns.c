#include "roster/workbook_columns.h"

#include <stddef.h>

#include "model/roster.h"

/* A workbook is for Chinese offices whatever language the program speaks: it is read by its headings. */
const struct workbook_field workbook_fields[] = {
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
const int workbook_field_count = (int)(sizeof workbook_fields / sizeof *workbook_fields);
