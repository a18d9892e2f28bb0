// Chooses the kernel of a level. A level that this processor family lacks answers as `plain` does.
#include "CCSVKernels.h"
#include "columns.h"
#include "levels.h"

#if defined(__x86_64__)
#define ASSAY_DISPATCH(function, ...) \
  switch (level) { \
    case assay_kernel_avx512: return assay_##function##_avx512(__VA_ARGS__); \
    case assay_kernel_avx2: return assay_##function##_avx2(__VA_ARGS__); \
    case assay_kernel_sse2: return assay_##function##_sse2(__VA_ARGS__); \
    default: return assay_##function##_plain(__VA_ARGS__); \
  }
#elif defined(__aarch64__)
#define ASSAY_DISPATCH(function, ...) \
  switch (level) { \
    case assay_kernel_neon: return assay_##function##_neon(__VA_ARGS__); \
    default: return assay_##function##_plain(__VA_ARGS__); \
  }
#else
#define ASSAY_DISPATCH(function, ...) return assay_##function##_plain(__VA_ARGS__);
#endif

bool assay_kernel_is_available(assay_kernel_level level) {
  switch (level) {
    case assay_kernel_plain: return true;
#if defined(__x86_64__)
    case assay_kernel_sse2: return true;
    case assay_kernel_avx2:
      __builtin_cpu_init();
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi")
          && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    case assay_kernel_avx512:
      __builtin_cpu_init();
      return assay_kernel_is_available(assay_kernel_avx2) && __builtin_cpu_supports("avx512bw")
          && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
#elif defined(__aarch64__)
    case assay_kernel_neon: return true;
#endif
    default: return false;
  }
}

assay_csv_scan_result assay_csv_scan(assay_kernel_level level, assay_csv_text text) {
  ASSAY_DISPATCH(scan, text)
}

bool assay_csv_index(
    assay_kernel_level level, assay_csv_text text, const assay_csv_arrays *arrays, assay_csv_progress *progress) {
  ASSAY_DISPATCH(index, text, arrays, progress)
}

size_t assay_count_newlines(assay_kernel_level level, const uint8_t *bytes, size_t count) {
  ASSAY_DISPATCH(newlines, bytes, count)
}

void assay_csv_columns(
    assay_kernel_level level, const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records,
    size_t width, assay_csv_column *columns) {
#if defined(__x86_64__)
  if (level == assay_kernel_avx2 || level == assay_kernel_avx512) {
    assay_columns_avx2(bytes, starts, ends, records, width, columns);
    return;
  }
#else
  (void)level;
#endif
  fill_columns(bytes, starts, ends, records, width, columns);
}
