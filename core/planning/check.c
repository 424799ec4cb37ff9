#include "planning/check.h"
