/* Each case runs in a process of its own: the language is chosen once a process. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/language.h"

/* "NAME=value" entries of the child's environment; all other names that choose a language are unset. */
struct situation {
    const char *wanted; /* --lang */
    const char *set[5];
};

static void child(const struct situation *situation, int pipe_end)
{
    static const char *const names[] = {"TONGXIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unsetenv(names[i]);
    for (int i = 0; i < 5 && situation->set[i]; i++) {
        char name[20] = "";
        const char *sign = strchr(situation->set[i], '=');
        memcpy(name, situation->set[i], (size_t)(sign - situation->set[i]));
        setenv(name, sign + 1, 1);
    }
    const char *said = language_choose(situation->wanted, CATALOGUE) ? _("Nothing was changed.") : "refused";
    const char *flag = language_is_chinese() ? "zh " : "en ";
    if (write(pipe_end, flag, 3) < 0 || write(pipe_end, said, strlen(said)) < 0)
        _exit(1);
    _exit(0);
}

static void answers(struct situation situation, const char *expected)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        child(&situation, ends[1]);
    close(ends[1]);
    char got[200] = "";
    size_t used = 0;
    ssize_t more;
    while ((more = read(ends[0], got + used, sizeof got - 1 - used)) > 0)
        used += (size_t)more;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_string_equal(got, expected);
}

#define CHINESE "zh 什么也没有改。"
#define ENGLISH "en Nothing was changed."

static void the_option_comes_before_everything_else(void **state)
{
    (void)state;
    answers((struct situation){"zh", {"LC_ALL=C", "TONGXIN_LANG=en"}}, CHINESE);
    answers((struct situation){"zh_CN.UTF-8", {"LC_ALL=C"}}, CHINESE);
    answers((struct situation){"en", {"LANG=zh_CN.UTF-8", "TONGXIN_LANG=zh"}}, ENGLISH);
}

static void an_option_that_is_no_language_is_refused(void **state)
{
    (void)state;
    answers((struct situation){"fr", {NULL}}, "en refused");
    answers((struct situation){"", {NULL}}, "en refused");
}

static void the_own_variable_comes_before_the_locale(void **state)
{
    (void)state;
    answers((struct situation){NULL, {"TONGXIN_LANG=zh", "LC_ALL=C"}}, CHINESE);
    answers((struct situation){NULL, {"TONGXIN_LANG=en", "LANG=zh_CN.UTF-8"}}, ENGLISH);
}

static void an_own_variable_that_is_empty_or_unknown_leaves_the_choice_to_the_locale(void **state)
{
    (void)state;
    answers((struct situation){NULL, {"TONGXIN_LANG=", "LANG=zh_CN.UTF-8"}}, CHINESE);
    answers((struct situation){NULL, {"TONGXIN_LANG=xx", "LANG=zh_CN.UTF-8"}}, CHINESE);
    answers((struct situation){NULL, {"TONGXIN_LANG=xx", "LANG=de_DE.UTF-8"}}, ENGLISH);
}

static void a_chinese_locale_answers_in_chinese_though_it_was_never_generated(void **state)
{
    (void)state;
    answers((struct situation){NULL, {"LANG=zh_CN.UTF-8"}}, CHINESE);
    answers((struct situation){NULL, {"LC_MESSAGES=zh_CN.UTF-8", "LANG=en_US.UTF-8"}}, CHINESE);
    answers((struct situation){NULL, {"LC_ALL=zh_CN.GB18030"}}, CHINESE);
}

static void an_earlier_variable_of_the_locale_hides_a_later_one(void **state)
{
    (void)state;
    answers((struct situation){NULL, {"LC_ALL=C", "LANG=zh_CN.UTF-8"}}, ENGLISH);
    answers((struct situation){NULL, {"LC_MESSAGES=en_US.UTF-8", "LANG=zh_CN.UTF-8"}}, ENGLISH);
    answers((struct situation){NULL, {"LC_ALL=", "LANG=zh_CN.UTF-8"}}, CHINESE);
}

static void the_list_of_languages_refines_a_locale_but_not_the_locale_c(void **state)
{
    (void)state;
    answers((struct situation){NULL, {"LANG=en_US.UTF-8", "LANGUAGE=zh_CN:en"}}, CHINESE);
    answers((struct situation){NULL, {"LANG=zh_CN.UTF-8", "LANGUAGE=en"}}, ENGLISH);
    answers((struct situation){NULL, {"LANG=C", "LANGUAGE=zh_CN"}}, ENGLISH);
    answers((struct situation){NULL, {"LANGUAGE=zh_CN"}}, ENGLISH);
}

static void without_any_word_people_are_answered_in_english(void **state)
{
    (void)state;
    answers((struct situation){NULL, {NULL}}, ENGLISH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_option_comes_before_everything_else),
        cmocka_unit_test(an_option_that_is_no_language_is_refused),
        cmocka_unit_test(the_own_variable_comes_before_the_locale),
        cmocka_unit_test(an_own_variable_that_is_empty_or_unknown_leaves_the_choice_to_the_locale),
        cmocka_unit_test(a_chinese_locale_answers_in_chinese_though_it_was_never_generated),
        cmocka_unit_test(an_earlier_variable_of_the_locale_hides_a_later_one),
        cmocka_unit_test(the_list_of_languages_refines_a_locale_but_not_the_locale_c),
        cmocka_unit_test(without_any_word_people_are_answered_in_english),
    };
    return cmocka_run_group_tests_name("the language of answers", tests, NULL, NULL);
}
