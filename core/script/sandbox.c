#include "script/sandbox.h"
