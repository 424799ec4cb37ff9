/* Which language people are answered in: Chinese or English, by gettext. */
#ifndef TONGXIN_BASE_LANGUAGE_H
#define TONGXIN_BASE_LANGUAGE_H

#include <libintl.h>

/* The reader's wording of an English sentence. */
#define _(text) gettext(text)
/* Marks a sentence for translation where gettext cannot be called (tables). */
#define N_(text) text /* no parentheses: it initialises arrays too */

/* Chooses the language and opens the catalogue. `wanted` is what --lang said ("zh", "en", NULL: not said);
 * then TONGXIN_LANG, then LC_ALL, LC_MESSAGES, LANG and LANGUAGE as gettext reads them. Works also where the
 * Chinese locale is not generated. `catalogue_folder` holds zh_CN/LC_MESSAGES/tongxin.mo.
 * Call once, before the first message and before any thread. Returns 0 where `wanted` is no known language.
 */
int language_choose(const char *wanted, const char *catalogue_folder);

/* 1 where people are answered in Chinese. */
int language_is_chinese(void);

#endif
