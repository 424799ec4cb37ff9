#include "cli/day.h"

#include "base/clock.h"
#include "base/language.h"

enum status day_read(struct invocation *invocation, const char *option, const char *text)
{
    if (!text)
        return STATUS_OK;
    if (!clock_is_date(text))
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("--%s takes a day such as 2026-01-15, not “%s”."), option, text);
    if (!clock_has_year(text))
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("--%s takes a day of the years %d to %d, not “%s”."), option, CLOCK_FIRST_YEAR,
                         CLOCK_LAST_YEAR, text);
    return STATUS_OK;
}
