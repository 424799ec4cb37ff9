#include "roster/csv.h"
