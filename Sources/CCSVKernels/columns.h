// One cell of each record to a column, the plain way: what assay_csv_columns does, without transposing.
#pragma once
#include "CCSVKernels.h"

static inline __attribute__((always_inline)) void fill_column(
    const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records, size_t width,
    assay_csv_column *column) {
  uint64_t length_bits = 0;
  for (size_t record = 0; record < records; record++) {
    uint32_t start = starts[record * width], length = ends[record * width] - start;
    column->texts[record] = bytes + start;
    column->lengths[record] = length;
    length_bits |= 1ull << (length < 63 ? length : 63);
  }
  column->length_bits |= length_bits;
}

static inline __attribute__((always_inline)) void fill_columns(
    const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records, size_t width,
    assay_csv_column *columns) {
  for (size_t cell = 0; cell < width; cell++) {
    if (columns[cell].texts) fill_column(bytes, starts + cell, ends + cell, records, width, &columns[cell]);
  }
}
