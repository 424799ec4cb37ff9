#include "roster/roster_read.h"
