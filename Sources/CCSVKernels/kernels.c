#include "CCSVKernels.h"
