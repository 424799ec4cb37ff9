/* What is not seen in a script as somebody wrote it (base/characters.h), before it is run or kept. */
#ifndef TONGXIN_SCRIPT_UNSEEN_H
#define TONGXIN_SCRIPT_UNSEEN_H

#include "script/script.h"

/* Takes out of the texts of the script what only marks, so that a title or a value is what people see;
 * text->unseen says how many. Outside of texts such characters stay, for the lexical look to tell. What
 * reorders is a fault wherever it stands. The new bytes are owned by `owner`. */
enum status script_clean_text(const void *owner, struct script_text *text, struct error *error);

#endif
