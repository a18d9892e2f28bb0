// Chooses the kernel of a level for columns of cells.
#include "CCSVKernels.h"
#include "levels.h"

#if !defined(__x86_64__)
static inline void ignore(assay_kernel_level level, ...) { (void)level; }
#define ASSAY_TAKE(function, ...) ignore(level, __VA_ARGS__);
#else
#define ASSAY_TAKE(function, ...) \
  if (level == assay_kernel_avx2 || level == assay_kernel_avx512) return assay_##function##_avx2(__VA_ARGS__);
#endif

// A level without kernels for columns.
static size_t leave_all(const assay_cells *cells, uint32_t *left) {
  size_t count = 0;
  for (size_t i = 0; i < cells->count; i++) {
    left[count] = (uint32_t)i;
    count += cells->states[i] == 0;
  }
  return count;
}

size_t assay_decode_integers(
    assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint32_t *left) {
  ASSAY_TAKE(integers, cells, integers, left)
  return leave_all(cells, left);
}

size_t assay_decode_decimals(
    assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left) {
  ASSAY_TAKE(decimals, cells, integers, scales, left)
  return leave_all(cells, left);
}

size_t assay_decode_booleans(
    assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint32_t *left) {
  ASSAY_TAKE(booleans, cells, integers, left)
  return leave_all(cells, left);
}

size_t assay_decode_dates(assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint32_t *left) {
  ASSAY_TAKE(dates, cells, integers, left)
  return leave_all(cells, left);
}

size_t assay_decode_timestamps(
    assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left) {
  ASSAY_TAKE(timestamps, cells, integers, scales, left)
  return leave_all(cells, left);
}

size_t assay_leave_non_uuids(assay_kernel_level level, const assay_cells *cells, uint32_t *left) {
  ASSAY_TAKE(non_uuids, cells, left)
  return leave_all(cells, left);
}

size_t assay_leave_non_emails(assay_kernel_level level, const assay_cells *cells, uint32_t *left) {
  ASSAY_TAKE(non_emails, cells, left)
  return leave_all(cells, left);
}

size_t assay_leave_non_members(
    assay_kernel_level level, const assay_cells *cells, const assay_short_texts *table, uint32_t *left) {
  ASSAY_TAKE(non_members, cells, table, left)
  return leave_all(cells, left);
}
