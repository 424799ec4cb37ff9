#include "base/language.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static int chinese; /* set once by language_choose, before any thread */

static int begins_with_zh(const char *text)
{
    return text && (strncmp(text, "zh", 2) == 0);
}

/* What the environment asks for, in the order of setlocale(3) and gettext's manual: LC_ALL, LC_MESSAGES,
 * LANG. LANGUAGE refines a choice that is not C, so it comes first where one is made. */
static int environment_is_chinese(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *locale = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !locale; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            locale = value;
    }
    if (!locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return 0; /* the C locale never translates */
    const char *language = getenv("LANGUAGE");
    if (language && *language)
        return begins_with_zh(language);
    return begins_with_zh(locale);
}

int language_choose(const char *wanted, const char *catalogue_folder)
{
    const char *said = wanted;
    if (!said) {
        said = getenv("TONGXIN_LANG");
        if (said && !*said)
            said = NULL;
    }
    if (said) {
        if (begins_with_zh(said))
            chinese = 1;
        else if (strncmp(said, "en", 2) == 0)
            chinese = 0;
        else if (wanted)
            return 0;
        else
            chinese = environment_is_chinese();
    } else {
        chinese = environment_is_chinese();
    }
    /* Numbers and comparisons stay those of C; only messages change. gettext translates under any LC_MESSAGES
     * but C, and C.UTF-8 is on every Debian; LANGUAGE then names the catalogue, also where zh_CN is not
     * generated. */
    setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_MESSAGES, "C.UTF-8");
    setenv("LANGUAGE", chinese ? "zh_CN" : "en", 1);
    bindtextdomain("tongxin", catalogue_folder);
    bind_textdomain_codeset("tongxin", "UTF-8");
    textdomain("tongxin");
    return 1;
}

int language_is_chinese(void)
{
    return chinese;
}
