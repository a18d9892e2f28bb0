/// Which instructions the kernels use.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  assay_kernel_plain = 0,
  assay_kernel_sse2 = 1,
  assay_kernel_avx2 = 2,
  assay_kernel_avx512 = 3,
  assay_kernel_neon = 4,
} assay_kernel_level;

/// Whether this machine can run that level.
bool assay_kernel_is_available(assay_kernel_level level);
