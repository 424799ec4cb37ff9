/* Order on paper: 排序 where there is one, then 姓氏笔画. Ids decide ties in a plan, never the order on
 * paper. Source: GF 3003-1999 for the strokes. */
#ifndef TONGXIN_REPORT_NAME_ORDER_H
#define TONGXIN_REPORT_NAME_ORDER_H

#include "model/roster.h"

/* Compares two names by 姓氏笔画 like strcmp: the surname character by character (compound surnames by a
 * table, the shorter first), then a given name of one character before longer ones, then the given name
 * character by character. Characters by strokes_place, others behind them by code point; middle dots and
 * blanks do not count; names equal so far bytewise. */
int name_compare(const char *one, const char *other);

/* Compares two texts that are no names of people (windows, sectors) character by character in the order of
 * strokes. */
int name_compare_texts(const char *one, const char *other);

/* Sorts list[0..count) of member indices: 排序, then 姓氏笔画, then id. */
void name_order_members(const struct roster *roster, int *list, int count);

/* Sorts list[0..count) of window indices: 排序, then strokes of the name. */
void name_order_windows(const struct roster *roster, int *list, int count);

#endif
