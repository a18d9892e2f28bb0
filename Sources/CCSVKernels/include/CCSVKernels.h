/// The SIMD kernels of the CSV reader: where cells and records end, where a block may be cut, how many lines it has.
///
/// They know the simple dialects only: one delimiter byte, one quote byte, records that end in LF or CR LF. All levels
/// answer alike; no kernel reads a byte outside the ones it is given.
#pragma once
#include "Cells.h"
#include "Levels.h"
#include "Pause.h"

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
  /// Which cells begin with a quote, ascending; as many entries as cells.
  uint32_t *quoted_cells;
  size_t record_capacity;
  size_t cell_capacity;
} assay_csv_arrays;

/// How far the indexing came. Begins as zeros.
typedef struct {
  size_t position;
  uint64_t in_quotes;
  size_t records;
  size_t cells;
  size_t quoted_cells;
  size_t line_feeds;
  uint32_t flags;
  /// Some byte is not ASCII.
  bool is_beyond_ascii;
} assay_csv_progress;

/// Free entries that an index must have, in records and in cells, for a step to be taken.
enum { assay_csv_slack = 96 };

/// Writes where records and cells stand. False: it stopped for want of room; give more, keep what is written, call
/// again with the same progress.
bool assay_csv_index(
    assay_kernel_level level, assay_csv_text text, const assay_csv_arrays *arrays, assay_csv_progress *progress);

/// One cell of each record: where the texts of a column are to be written. Without `texts` it is not wanted.
typedef struct {
  const uint8_t **texts;
  uint32_t *lengths;
  /// Bit n: some text has n bytes; bit 63: 63 or more. Bits are only added.
  uint64_t length_bits;
} assay_csv_column;

/// Turns records into columns: cell `c` of record `r` is number `r * width + c` from `starts`, which are offsets in
/// `bytes`. There is one of `columns` for each of the `width` cells of a record. Quotes stay.
void assay_csv_columns(
    assay_kernel_level level, const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records,
    size_t width, assay_csv_column *columns);

/// How many line feeds there are.
size_t assay_count_newlines(assay_kernel_level level, const uint8_t *bytes, size_t count);
