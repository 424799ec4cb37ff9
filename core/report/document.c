#include "report/document.h"
#include "base/error.h"
