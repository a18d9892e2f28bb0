#include "CProcess.h"
#include <malloc.h>

void assay_return_memory_from(size_t bytes) { mallopt(M_MMAP_THRESHOLD, (int)bytes); }
