#include "planning/plan_file.h"
