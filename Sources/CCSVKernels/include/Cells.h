/// Kernels for whole columns of cells: they take the spellings that nearly all data has, and leave the rest.
///
/// What a kernel takes, it answers as the plain decoders in Swift do, which are its twins; whatever else it meets, it
/// lists for them. Levels without such kernels list everything. So all levels answer alike.
#pragma once
#include "Levels.h"

/// A column: text `i` is `lengths[i]` bytes at `texts[i]`, with 16 readable ones after them. Where its state is not 0,
/// it is not judged, but may be loaded all the same.
typedef struct {
  const uint8_t *const *texts;
  const uint32_t *lengths;
  const uint8_t *states;
  size_t count;
} assay_cells;

/// Each kernel below writes the indices of what it left, ascending, to `left`, which has room for all, and returns
/// their number. Payloads of what it left, or of states other than 0, may be overwritten.

/// Takes 1 to 16 digits, with `-` or without.
size_t assay_decode_integers(
    assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint32_t *left);

/// Takes what has 1 to 16 bytes, a `-` not counted, all digits but at most one point; `scales` are digits after it.
size_t assay_decode_decimals(
    assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left);

/// Takes `true`, which is 1, and `false`.
size_t assay_decode_booleans(
    assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint32_t *left);

/// Takes `YYYY-MM-DD`, and gives the days since 1970-01-01.
size_t assay_decode_dates(assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint32_t *left);

/// Takes `YYYY-MM-DDTHH:MM:SSZ`, with a space too for the `T`, no leap second, and gives nanoseconds since 1970 where
/// 64 bits hold them, and 1 as the scale.
size_t assay_decode_timestamps(
    assay_kernel_level level, const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left);

/// Takes UUIDs.
size_t assay_leave_non_uuids(assay_kernel_level level, const assay_cells *cells, uint32_t *left);

/// Takes e-mail addresses of up to 64 bytes.
size_t assay_leave_non_emails(assay_kernel_level level, const assay_cells *cells, uint32_t *left);

/// Texts of up to 16 bytes, at most one in each slot. A slot without one has a length that no text has.
typedef struct {
  uint64_t low, high;
  uint64_t length;
} assay_short_text;

typedef struct {
  const assay_short_text *slots;
  uint64_t multiplier;
  /// 64 less the binary logarithm of the number of slots.
  uint32_t shift;
} assay_short_texts;

/// The slot in which a text is, or is not. `low` and `high` are its bytes, the first one lowest, zero-filled.
static inline size_t assay_short_text_slot(
    uint64_t low, uint64_t high, uint64_t length, uint64_t multiplier, uint32_t shift) {
  return (size_t)((low + high * 0x9e3779b97f4a7c15ull + length) * multiplier >> shift);
}

/// Takes texts that are in the table.
size_t assay_leave_non_members(
    assay_kernel_level level, const assay_cells *cells, const assay_short_texts *table, uint32_t *left);
