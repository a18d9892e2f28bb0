// One set of entry points per level; each level_*.c defines its own by including body.h.
#pragma once
#include "CCSVKernels.h"

#define ASSAY_DECLARE(level) \
  assay_csv_scan_result assay_scan_##level(assay_csv_text text); \
  bool assay_index_##level(assay_csv_text text, const assay_csv_arrays *arrays, assay_csv_progress *progress); \
  size_t assay_newlines_##level(const uint8_t *bytes, size_t count);

ASSAY_DECLARE(plain)
#if defined(__x86_64__)
ASSAY_DECLARE(sse2)
ASSAY_DECLARE(avx2)
ASSAY_DECLARE(avx512)
#elif defined(__aarch64__)
ASSAY_DECLARE(neon)
#endif
