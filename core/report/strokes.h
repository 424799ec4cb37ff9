/* 笔画: where a character stands in the order of strokes. The table is made by the build
 * (strokes_generate.c). */
#ifndef TONGXIN_REPORT_STROKES_H
#define TONGXIN_REPORT_STROKES_H

#include <stdint.h>

/* The character's place, from 1, among all that are known: by number of strokes, then 横竖撇点折 stroke by
 * stroke (GF 3003-1999, as 姓氏笔画 lists are published); equal strokes as in the 通用规范汉字表, then by
 * code point; characters of which only the number is known stand behind the others of that number. 0: not
 * known. */
uint32_t strokes_place(uint32_t character);

/* The table itself: runs of neighbouring characters, ascending; `start` is the first one's index into the
 * places. */
struct strokes_run {
    uint32_t first, count, start;
};
extern const struct strokes_run strokes_runs[];
extern const int strokes_run_count;
extern const uint32_t strokes_places[];

#endif
