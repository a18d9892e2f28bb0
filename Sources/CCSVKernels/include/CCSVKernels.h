/// The SIMD kernels of the CSV reader: where cells and records end, where a block may be cut, how many lines it has.
///
/// They know the simple dialects only: one delimiter byte, one quote byte, records that end in LF or CR LF. All levels
/// answer alike; no kernel reads a byte outside the ones it is given.
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

typedef struct {
  const uint8_t *bytes;
  size_t count;
  uint8_t delimiter;
  uint8_t quote;
} assay_csv_text;

typedef struct {
  /// After the last line feed that stands outside quotes; 0: there is none. With a fault, the last one that is known to
  /// stand before it.
  size_t last_record_end;
  /// The text ends within quotes. With a fault it means nothing.
  bool in_quotes;
  /// A quote in an unquoted cell, or text after a closing quote.
  bool quote_fault;
} assay_csv_scan_result;

/// Counts quotes, judges whether each is legal, and finds the last record end. The text begins at a record boundary.
/// What the last byte leaves open (a closing quote, a CR after one) is taken as legal.
assay_csv_scan_result assay_csv_scan(assay_kernel_level level, assay_csv_text text);

enum {
  /// The index cannot be used: the text has to be read by the plain reader.
  assay_csv_bare_cr = 1,
  assay_csv_nul = 2,
  assay_csv_quote_fault = 4,
};

/// Memory for the index; `record_starts` and `first_cells` have one entry more than `record_capacity`.
typedef struct {
  uint32_t *record_starts;
  uint32_t *first_cells;
  uint32_t *cell_starts;
  uint32_t *cell_ends;
  size_t record_capacity;
  size_t cell_capacity;
} assay_csv_arrays;

/// How far the indexing came. Begins as zeros.
typedef struct {
  size_t position;
  uint64_t in_quotes;
  size_t records;
  size_t cells;
  uint32_t flags;
} assay_csv_progress;

/// Free entries that an index must have, in records and in cells, for a step to be taken.
enum { assay_csv_slack = 96 };

/// Writes where records and cells stand. False: it stopped for want of room; give more, keep what is written, call
/// again with the same progress.
bool assay_csv_index(
    assay_kernel_level level, assay_csv_text text, const assay_csv_arrays *arrays, assay_csv_progress *progress);

/// How many line feeds there are.
size_t assay_count_newlines(assay_kernel_level level, const uint8_t *bytes, size_t count);
