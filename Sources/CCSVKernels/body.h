// The kernels, written once over 64-bit masks in which bit i speaks of byte i of a 64-byte piece.
//
// A level defines before including this:
//   ASSAY_LEVEL                    the suffix of its entry points
//   piece, load(p)                 64 bytes in registers
//   equal(piece, byte)             mask of the bytes that equal `byte`
//   high_bits(piece)               mask of the bytes that are not ASCII
//   prefix_xor(mask)               bit i = xor of bits 0...i
//   write_ends(…), write_records(…)  positions of set bits to memory (write_ends.h for those without a compress)
//
// In `"a",b""` with quotes at 0, 2, 5 and 6, prefix_xor of the quotes is set from each opening quote to the byte before
// its closing quote: 1 1 0 0 0 1 0. So a quote is opening where its own bit is set and closing where it is not, and a
// doubled quote is a closing one followed by an opening one. Quoting is legal when each opening quote follows a
// delimiter, a line feed, the start, or a closing quote, and each closing quote is followed by a delimiter, LF, CR LF,
// an opening quote, or the end.
#include <string.h>
#include "levels.h"

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define ENTRY(name) PASTE(name, ASSAY_LEVEL)
#define INLINE static inline __attribute__((always_inline))

typedef struct {
  uint64_t quotes, delimiters, line_feeds, returns;
} masks;

// Copies the last, shorter piece so that nothing outside the text is read. The filling is no byte of the text.
INLINE piece load_tail(const uint8_t *bytes, size_t count) {
  uint8_t copy[64] = {0};
  memcpy(copy, bytes, count);
  return load(copy);
}

INLINE uint64_t first_bits(size_t count) { return count >= 64 ? ~0ull : (1ull << count) - 1; }

INLINE bool is_separator(const assay_csv_text *text, uint8_t byte) { return byte == text->delimiter || byte == '\n'; }

// Bits of quotes that are not legal. `in` is prefix_xor of the quotes, with the state before the piece.
INLINE uint64_t illegal_quotes(const assay_csv_text *text, size_t at, masks m, uint64_t in) {
  const uint8_t *bytes = text->bytes;
  size_t rest = text->count - at;
  uint64_t separators = m.delimiters | m.line_feeds | m.quotes;
  uint64_t starts = at == 0 || is_separator(text, bytes[at - 1]) || bytes[at - 1] == text->quote;
  uint64_t before = separators << 1 | starts;

  uint64_t line_feed_next, ends;
  if (rest > 64) {
    uint8_t next = bytes[at + 64];
    line_feed_next = (uint64_t)(next == '\n') << 63;
    bool crlf = next == '\r' && (rest == 65 || bytes[at + 65] == '\n');
    ends = (uint64_t)(is_separator(text, next) || next == text->quote || crlf) << 63;
  } else {
    line_feed_next = ends = ~0ull << (rest - 1);
  }
  uint64_t crlf = m.returns & (m.line_feeds >> 1 | line_feed_next);
  uint64_t after = (separators | crlf) >> 1 | ends;
  return (m.quotes & in & ~before) | (m.quotes & ~in & ~after);
}

// Goes back from the end, undoing the parity of each piece, to the last line feed outside quotes.
INLINE size_t last_record_end(const assay_csv_text *text, uint64_t in_quotes) {
  size_t at = (text->count + 63) & ~(size_t)63;
  while (at > 0) {
    at -= 64;
    size_t rest = text->count - at;
    piece bytes = rest >= 64 ? load(text->bytes + at) : load_tail(text->bytes + at, rest);
    uint64_t valid = first_bits(rest);
    uint64_t quotes = equal(bytes, text->quote) & valid;
    if (__builtin_popcountll(quotes) & 1) in_quotes = ~in_quotes;
    uint64_t in = prefix_xor(quotes) ^ in_quotes;
    uint64_t ends = equal(bytes, '\n') & valid & ~in;
    if (ends) return at + 64 - (size_t)__builtin_clzll(ends);
  }
  return 0;
}

// Whether all quotes of a piece are legal. Past the end of the text `in` keeps the last byte's state, since no quote
// follows it.
INLINE bool scan_piece(const assay_csv_text *text, size_t at, piece bytes, uint64_t valid, uint64_t *in_quotes) {
  masks m;
  m.quotes = equal(bytes, text->quote) & valid;
  if (m.quotes == 0) return true;
  m.delimiters = equal(bytes, text->delimiter) & valid;
  m.line_feeds = equal(bytes, '\n') & valid;
  m.returns = equal(bytes, '\r') & valid;
  uint64_t in = prefix_xor(m.quotes) ^ *in_quotes;
  *in_quotes = (uint64_t)((int64_t)in >> 63);
  return illegal_quotes(text, at, m, in) == 0;
}

assay_csv_scan_result ENTRY(assay_scan_)(assay_csv_text text) {
  uint64_t in_quotes = 0, in_quotes_before = 0;
  size_t at = 0;
  bool is_legal = true;
  for (; at + 64 <= text.count; at += 64) {
    in_quotes_before = in_quotes;
    is_legal = scan_piece(&text, at, load(text.bytes + at), ~0ull, &in_quotes);
    if (!is_legal) break;
  }
  if (is_legal && at < text.count) {
    size_t rest = text.count - at;
    in_quotes_before = in_quotes;
    is_legal = scan_piece(&text, at, load_tail(text.bytes + at, rest), first_bits(rest), &in_quotes);
  }
  if (!is_legal) {
    // What stands before the piece with the fault is as sure as if it were all there is.
    text.count = at;
    in_quotes = in_quotes_before;
  }
  assay_csv_scan_result result = {last_record_end(&text, in_quotes), in_quotes != 0, !is_legal};
  return result;
}

// The last record, where no line feed ends it.
INLINE void finish(const assay_csv_text *text, const assay_csv_arrays *to, assay_csv_progress *progress) {
  if (progress->in_quotes) progress->flags |= assay_csv_quote_fault;
  if (text->count == to->record_starts[progress->records]) return;
  to->cell_ends[progress->cells++] = (uint32_t)text->count;
  to->record_starts[++progress->records] = (uint32_t)text->count;
  to->first_cells[progress->records] = (uint32_t)progress->cells;
}

INLINE size_t rest(size_t count, size_t capacity) { return capacity > count ? capacity - count : 0; }

// For how many pieces there is room at least: each of their bytes may end a record.
INLINE size_t roomy_pieces(const assay_csv_arrays *to, const assay_csv_progress *now) {
  size_t records = rest(now->records + assay_csv_slack - 64, to->record_capacity);
  size_t cells = rest(now->cells + assay_csv_slack - 64, to->cell_capacity);
  return (records < cells ? records : cells) / 64;
}

typedef struct {
  uint64_t nul, bare_returns, illegal_quotes, beyond_ascii;
  // Whether the byte before the piece is a CR.
  uint64_t last_return;
} sightings;

// Notes which cells begin with a quote. `before` is the state before the piece.
INLINE void note_quoted_cells(
    const assay_csv_text *text, const assay_csv_arrays *to, assay_csv_progress *now, uint64_t quotes, uint64_t ends,
    uint64_t before) {
  size_t at = now->position;
  uint64_t begins_cell = at == 0 || (before == 0 && is_separator(text, text->bytes[at - 1]));
  for (uint64_t left = quotes & (ends << 1 | begins_cell); left; left &= left - 1) {
    size_t earlier = (size_t)__builtin_popcountll(ends & ((left ^ (left - 1)) >> 1));
    to->quoted_cells[now->quoted_cells++] = (uint32_t)(now->cells + earlier);
  }
}

// Indexes one piece. `valid` is a constant for all pieces but the last, which is why this is inlined twice.
INLINE void index_piece(
    const assay_csv_text *text, const assay_csv_arrays *to, assay_csv_progress *now, sightings *seen, piece bytes,
    uint64_t valid) {
  size_t at = now->position;
  masks m = {
    equal(bytes, text->quote) & valid, equal(bytes, text->delimiter) & valid, equal(bytes, '\n') & valid,
    equal(bytes, '\r') & valid,
  };
  seen->nul |= equal(bytes, 0) & valid;
  seen->beyond_ascii |= high_bits(bytes) & valid;
  uint64_t before = now->in_quotes, in = before;
  if (m.quotes) {
    in ^= prefix_xor(m.quotes);
    seen->illegal_quotes |= illegal_quotes(text, at, m, in);
    now->in_quotes = (uint64_t)((int64_t)in >> 63);
  }
  uint64_t record_ends = m.line_feeds & ~in;
  uint64_t ends = record_ends | (m.delimiters & ~in);
  if (m.quotes) note_quoted_cells(text, to, now, m.quotes, ends, before);
  now->line_feeds += (size_t)__builtin_popcountll(m.line_feeds);
  uint64_t after_return = 0;
  if (m.returns | seen->last_return) {
    uint64_t line_feed_next = text->count - at > 64 && text->bytes[at + 64] == '\n';
    seen->bare_returns |= m.returns & ~in & ~(m.line_feeds >> 1 | line_feed_next << 63);
    after_return = (m.returns << 1 | seen->last_return) & record_ends;
    seen->last_return = m.returns >> 63;
  }
  write_records(
      record_ends, ends, (uint32_t)at, (uint32_t)now->cells, to->record_starts + now->records,
      to->first_cells + now->records);
  now->records += (size_t)__builtin_popcountll(record_ends);
  write_ends(ends, after_return, (uint32_t)at, to->cell_starts + now->cells, to->cell_ends + now->cells);
  now->cells += (size_t)__builtin_popcountll(ends);
  now->position += 64;
}

bool ENTRY(assay_index_)(assay_csv_text text, const assay_csv_arrays *arrays, assay_csv_progress *progress) {
  assay_csv_arrays to = *arrays;
  assay_csv_progress now = *progress;
  sightings seen = {0};
  // After the last piece, the position may lie behind the end.
  if (now.position > 0 && now.position < text.count) seen.last_return = text.bytes[now.position - 1] == '\r';
  size_t pieces = roomy_pieces(&to, &now);
  if (pieces > 0 && now.position == 0) to.record_starts[0] = to.first_cells[0] = to.cell_starts[0] = 0;
  while (pieces > 0 && now.position + 64 <= text.count) {
    for (; pieces > 0 && now.position + 64 <= text.count; pieces--) {
      index_piece(&text, &to, &now, &seen, load(text.bytes + now.position), ~0ull);
    }
    pieces = roomy_pieces(&to, &now);
  }
  if (pieces > 0 && now.position < text.count) {
    size_t tail = text.count - now.position;
    index_piece(&text, &to, &now, &seen, load_tail(text.bytes + now.position, tail), first_bits(tail));
    pieces = roomy_pieces(&to, &now);
  }
  if (seen.nul) now.flags |= assay_csv_nul;
  if (seen.bare_returns) now.flags |= assay_csv_bare_cr;
  if (seen.beyond_ascii) now.is_beyond_ascii = true;
  if (seen.illegal_quotes) now.flags |= assay_csv_quote_fault;
  if (pieces > 0) finish(&text, &to, &now);
  *progress = now;
  return pieces > 0;
}

size_t ENTRY(assay_newlines_)(const uint8_t *bytes, size_t count) {
  size_t sum = 0, at = 0;
  for (; at + 64 <= count; at += 64) sum += (size_t)__builtin_popcountll(equal(load(bytes + at), '\n'));
  if (at < count) {
    // The filling of the tail is zeros, and a line feed is none.
    sum += (size_t)__builtin_popcountll(equal(load_tail(bytes + at, count - at), '\n'));
  }
  return sum;
}
