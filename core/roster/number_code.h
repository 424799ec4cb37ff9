/* The codes of number formats: "T"000, [Red]0.00, [=1]"是";"否", e"年"m"月". Used by xlsx_number.c alone.
 * Source: ECMA-376 part 1, 18.8.31 (numFmts); what LibreOffice shows where that is silent. */
#ifndef TONGXIN_ROSTER_NUMBER_CODE_H
#define TONGXIN_ROSTER_NUMBER_CODE_H

#include <stdbool.h>
#include <stddef.h>

enum { CODE_SECTIONS = 4, CODE_BYTES = 1024 /* a longer code is not read */ };

/* One section of a code: what stands between semicolons. */
struct code_section {
    const char *at, *end;
    double limit;    /* of a condition */
    char test;       /* '<', '>', '=', 'l' (<=), 'g' (>=), 'n' (<>), or '\0' for none */
    bool text;       /* it holds @ */
    bool date;       /* it shows a date or a time */
    bool number;     /* it shows the number, or General */
    bool power;      /* 0.00E+00 */
    bool unreadable; /* fractions, Chinese numerals: shown as this program does not */
};

struct code {
    int sections; /* of numbers */
    struct code_section section[CODE_SECTIONS];
    bool has_text;
    struct code_section text; /* of texts */
};

/* What a date's section shows. */
struct code_date {
    bool year, month, day, clock;
    bool elapsed; /* [h]: hours beyond 24 */
};

/* Takes the code apart. Returns false where it is too long or has too many sections. */
bool code_read(const char *text, struct code *code);

/* The section that shows the value, or NULL where none does. *absolute: without its sign. */
const struct code_section *code_choose(const struct code *code, double value, bool *absolute);

struct code_date code_date(const struct code_section *section);

/* Writes the value into out[0..room). general: how the value is shown without a format. Returns false where
 * there is no room. */
bool code_show(const struct code_section *section, double value, const char *general, char *out, size_t room);

/* The same for a text. */
bool code_show_text(const struct code_section *section, const char *text, char *out, size_t room);

#endif
