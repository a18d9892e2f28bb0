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

// Kernels that only AVX2 has, and AVX-512 shares.
void assay_columns_avx2(
    const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records, size_t width,
    assay_csv_column *columns);
size_t assay_integers_avx2(const assay_cells *cells, int64_t *integers, uint32_t *left);
size_t assay_decimals_avx2(const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left);
size_t assay_booleans_avx2(const assay_cells *cells, int64_t *integers, uint32_t *left);
size_t assay_dates_avx2(const assay_cells *cells, int64_t *integers, uint32_t *left);
size_t assay_timestamps_avx2(const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left);
size_t assay_non_uuids_avx2(const assay_cells *cells, uint32_t *left);
size_t assay_non_emails_avx2(const assay_cells *cells, uint32_t *left);
size_t assay_non_members_avx2(const assay_cells *cells, const assay_short_texts *table, uint32_t *left);
#elif defined(__aarch64__)
ASSAY_DECLARE(neon)
#endif
