/* Other words for 是 in --pairs (√, Y, 1, 有): a rule that compares a column with one of them means all.
 * Between the files of the scheme host only. */
#ifndef TONGXIN_SCRIPT_PAIR_WORDS_H
#define TONGXIN_SCRIPT_PAIR_WORDS_H

#include "script/host.h"

/* Where the script compares a text column of --pairs with a word of data/codes/yes_words.csv, all cells of
 * the column that mean the same are written as the script writes it. Before rules are asked. False where
 * memory ran out. */
bool pair_words_unite(struct host *host);

#endif
