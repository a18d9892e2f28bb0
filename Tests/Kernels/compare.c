// Runs every kernel at every level that this machine has on random texts, and compares the answers with a plain walk
// over the bytes, written from the comments in CCSVKernels.h.
//
// usage: compare TEXTS [SEED]
//
// Each text ends, or begins, beside a page that cannot be read, so that a kernel which reads past it is caught. Exit
// code 1 on the first difference, with the seed that leads there.
#define _GNU_SOURCE
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "CCSVKernels.h"

enum { longest = 40000, spare = 8 };
static const uint32_t untouched = 0xfeedface;
static const char *const names[] = {"plain", "sse2", "avx2", "avx512", "neon"};

static uint64_t state;

static uint64_t next_random(void) {
  state += 0x9e3779b97f4a7c15;
  uint64_t mixed = (state ^ state >> 30) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
  return mixed ^ mixed >> 31;
}

static size_t below(size_t bound) { return (size_t)(next_random() % bound); }

// What all kernels together say of a text. The arrays have room for a cell at every byte.
typedef struct {
  assay_csv_scan_result scan;
  size_t newlines, line_feeds, records, cells, quoted;
  uint32_t flags;
  bool is_beyond_ascii;
  uint32_t record_starts[longest + 2], first_cells[longest + 2], cell_starts[longest + 2], cell_ends[longest + 2];
  uint32_t quoted_cells[longest + 2];
} answers;

// The text: a page that cannot be read, the pages, and another one.
static uint8_t *pages;
static size_t pages_bytes;

static void make_pages(void) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  pages_bytes = (longest + page - 1) / page * page;
  uint8_t *all = mmap(NULL, pages_bytes + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED || mprotect(all + page, pages_bytes, PROT_READ | PROT_WRITE)) {
    perror("mmap");
    exit(2);
  }
  pages = all + page;
}

// Texts of all kinds: any bytes, random structure, separators at every byte, legal quoting; dense or with long
// stretches between.
static void fill(uint8_t *bytes, size_t count, uint8_t delimiter, uint8_t quote) {
  const uint8_t structure[] = {delimiter, quote, '\n', '\r', quote, delimiter, '\n', 0};
  size_t kind = below(7), rarity = (size_t)1 << below(9);
  for (size_t at = 0; at < count; at++) {
    bool is_structure = below(rarity) == 0 || at + 2 >= count;
    if (kind == 0) {
      bytes[at] = (uint8_t)next_random();
    } else if (!is_structure) {
      bytes[at] = (uint8_t)('a' + below(26));
    } else if (kind == 1) {
      bytes[at] = structure[below(sizeof structure)];
    } else if (kind == 2) {
      bytes[at] = structure[below(3)];
    } else if (kind == 3) {
      bytes[at] = structure[5 + below(2)];
    } else if (at + 6 < count && below(3) == 0) {
      // A legal quoted cell, at any distance from the ends of pieces.
      const uint8_t cell[] = {delimiter, quote, below(2) ? '\n' : delimiter, quote, quote, quote};
      memcpy(bytes + at, cell, 6);
      at += 5;
      if (at + 1 < count) bytes[++at] = below(2) ? delimiter : '\n';
    } else if (at + 1 < count && below(3) == 0) {
      bytes[at++] = '\r';
      bytes[at] = '\n';
    } else {
      bytes[at] = below(2) ? delimiter : '\n';
    }
  }
}

static bool separates(assay_csv_text text, size_t at) {
  uint8_t byte = text.bytes[at];
  return byte == text.delimiter || byte == '\n' || byte == text.quote;
}

static bool opens_legally(assay_csv_text text, size_t at) { return at == 0 || separates(text, at - 1); }

static bool closes_legally(assay_csv_text text, size_t at) {
  if (at + 1 == text.count || separates(text, at + 1)) return true;
  return text.bytes[at + 1] == '\r' && (at + 2 == text.count || text.bytes[at + 2] == '\n');
}

static void end_cell(answers *to, size_t end, size_t next) {
  to->cell_ends[to->cells++] = (uint32_t)end;
  to->cell_starts[to->cells] = (uint32_t)next;
}

static void end_record(answers *to, size_t next) {
  to->record_starts[++to->records] = (uint32_t)next;
  to->first_cells[to->records] = (uint32_t)to->cells;
}

// One byte after the other. A scan ends with the piece of 64 bytes before that of the first fault.
static void walk(assay_csv_text text, answers *to) {
  bool in_quotes = false, is_legal = true;
  size_t last_record_end = 0, end_before_piece = 0, end_before_fault = 0;
  to->newlines = to->records = to->cells = to->quoted = to->flags = 0;
  to->record_starts[0] = to->first_cells[0] = to->cell_starts[0] = 0;
  to->is_beyond_ascii = false;
  for (size_t at = 0; at < text.count; at++) {
    uint8_t byte = text.bytes[at];
    if (at % 64 == 0) end_before_piece = last_record_end;
    to->newlines += byte == '\n';
    to->is_beyond_ascii |= byte >= 0x80;
    if (byte == 0) to->flags |= assay_csv_nul;
    if (byte == text.quote) {
      if (at == to->cell_starts[to->cells]) to->quoted_cells[to->quoted++] = (uint32_t)to->cells;
      in_quotes = !in_quotes;
      if (is_legal && !(in_quotes ? opens_legally(text, at) : closes_legally(text, at))) {
        is_legal = false;
        end_before_fault = end_before_piece;
      }
    } else if (!in_quotes && byte == '\r') {
      if (at + 1 == text.count || text.bytes[at + 1] != '\n') to->flags |= assay_csv_bare_cr;
    } else if (!in_quotes && byte == text.delimiter) {
      end_cell(to, at, at + 1);
    } else if (!in_quotes && byte == '\n') {
      end_cell(to, at > 0 && text.bytes[at - 1] == '\r' ? at - 1 : at, at + 1);
      end_record(to, at + 1);
      last_record_end = at + 1;
    }
  }
  if (!is_legal || in_quotes) to->flags |= assay_csv_quote_fault;
  if (text.count != to->record_starts[to->records]) {
    end_cell(to, text.count, text.count);
    end_record(to, text.count);
  }
  to->line_feeds = to->newlines;
  to->scan.quote_fault = !is_legal;
  to->scan.in_quotes = in_quotes;
  to->scan.last_record_end = is_legal ? last_record_end : end_before_fault;
}

// More memory, of which the first `used` entries are kept and the others are marked as untouched.
static uint32_t *grown(uint32_t *old, size_t used, size_t capacity) {
  uint32_t *memory = realloc(old, (capacity + spare) * sizeof *memory);
  if (!memory) exit(2);
  for (size_t k = used; k < capacity + spare; k++) memory[k] = untouched;
  return memory;
}

// Whether a kernel wrote behind the memory that it was given.
static bool overflows(const uint32_t *memory, size_t capacity) {
  for (size_t k = capacity; k < capacity + spare; k++) {
    if (memory[k] != untouched) return true;
  }
  return false;
}

// The index, in memory that is given in steps of random size. True: nothing was written outside it.
static bool run_index(assay_kernel_level level, assay_csv_text text, answers *to) {
  assay_csv_arrays arrays = {0};
  assay_csv_progress progress = {0};
  size_t records = 0, cells = 0;
  bool is_done = false, is_clean = true;
  while (!is_done) {
    records += assay_csv_slack + below(200);
    cells += assay_csv_slack + below(2 * text.count + 200);
    arrays.record_starts = grown(arrays.record_starts, progress.records + 1, records + 1);
    arrays.first_cells = grown(arrays.first_cells, progress.records + 1, records + 1);
    arrays.cell_starts = grown(arrays.cell_starts, progress.cells + 1, cells);
    arrays.cell_ends = grown(arrays.cell_ends, progress.cells, cells);
    arrays.quoted_cells = grown(arrays.quoted_cells, progress.quoted_cells, cells);
    arrays.record_capacity = records;
    arrays.cell_capacity = cells;
    is_done = assay_csv_index(level, text, &arrays, &progress);
    is_clean = is_clean && !overflows(arrays.record_starts, records + 1) && !overflows(arrays.first_cells, records + 1)
        && !overflows(arrays.cell_starts, cells) && !overflows(arrays.cell_ends, cells)
        && !overflows(arrays.quoted_cells, cells);
  }
  to->records = progress.records;
  to->cells = progress.cells;
  to->quoted = progress.quoted_cells;
  to->line_feeds = progress.line_feeds;
  to->flags = progress.flags;
  to->is_beyond_ascii = progress.is_beyond_ascii;
  if (progress.records <= longest && progress.cells <= longest) {
    memcpy(to->record_starts, arrays.record_starts, (progress.records + 1) * sizeof(uint32_t));
    memcpy(to->first_cells, arrays.first_cells, (progress.records + 1) * sizeof(uint32_t));
    memcpy(to->cell_starts, arrays.cell_starts, progress.cells * sizeof(uint32_t));
    memcpy(to->cell_ends, arrays.cell_ends, progress.cells * sizeof(uint32_t));
    memcpy(to->quoted_cells, arrays.quoted_cells, progress.quoted_cells * sizeof(uint32_t));
  }
  free(arrays.record_starts), free(arrays.first_cells), free(arrays.cell_starts), free(arrays.cell_ends);
  free(arrays.quoted_cells);
  return is_clean;
}

// The first answer that differs, or NULL.
static const char *difference(const answers *one, const answers *other) {
  if (one->newlines != other->newlines) return "count of line feeds";
  if (one->scan.quote_fault != other->scan.quote_fault) return "scan: quote fault";
  if (!one->scan.quote_fault && one->scan.in_quotes != other->scan.in_quotes) return "scan: in quotes";
  if (one->scan.last_record_end != other->scan.last_record_end) return "scan: last record end";
  if (one->flags != other->flags) return "index: flags";
  if (one->is_beyond_ascii != other->is_beyond_ascii) return "index: ASCII";
  if (one->line_feeds != other->line_feeds) return "index: line feeds";
  if (one->quoted != other->quoted) return "index: count of quoted cells";
  if (memcmp(one->quoted_cells, other->quoted_cells, one->quoted * sizeof(uint32_t))) return "index: quoted cells";
  if (one->records != other->records) return "index: records";
  if (one->cells != other->cells) return "index: cells";
  size_t records = (one->records + 1) * sizeof(uint32_t), cells = one->cells * sizeof(uint32_t);
  if (memcmp(one->record_starts, other->record_starts, records)) return "index: record starts";
  if (memcmp(one->first_cells, other->first_cells, records)) return "index: first cells";
  if (memcmp(one->cell_starts, other->cell_starts, cells)) return "index: cell starts";
  return memcmp(one->cell_ends, other->cell_ends, cells) ? "index: cell ends" : NULL;
}

static const char *compare(assay_kernel_level level, assay_csv_text text, const answers *expected) {
  static answers found;
  found.scan = assay_csv_scan(level, text);
  found.newlines = assay_count_newlines(level, text.bytes, text.count);
  if (!run_index(level, text, &found)) return "index: wrote outside of its memory";
  return difference(expected, &found);
}

static assay_csv_text random_text(void) {
  static const uint8_t delimiters[] = {',', ';', '\t', '|', 0xa7}, quotes[] = {'"', '\'', 0xff};
  static const size_t bounds[] = {3, 70, 140, 300, 700, 700, 3000};
  size_t count = below((below(200) ? bounds[below(sizeof bounds / sizeof *bounds)] : longest) + 1);
  // The last piece of 64 bytes is where kernels differ: often full, or a byte more or less than full.
  if (count > 66 && below(2)) count = count / 64 * 64 + below(5) - 2;
  uint8_t *start = below(4) ? pages + pages_bytes - count : pages;
  assay_csv_text text = {start, count, delimiters[below(sizeof delimiters)], quotes[below(sizeof quotes)]};
  fill(start, count, text.delimiter, text.quote);
  return text;
}

static volatile uint64_t current_seed;

static void fail_reading(int signal) {
  (void)signal;
  dprintf(2, "a kernel read outside of its text: compare 1 %" PRIu64 "\n", current_seed);
  _exit(1);
}

static void print_levels(void) {
  for (assay_kernel_level level = assay_kernel_plain; level <= assay_kernel_neon; level++) {
    if (assay_kernel_is_available(level)) printf("%s ", names[level]);
  }
}

// False after the first difference, which it prints.
static bool compare_levels(uint64_t seed) {
  static answers expected;
  state = current_seed = seed;
  assay_csv_text text = random_text();
  walk(text, &expected);
  for (assay_kernel_level level = assay_kernel_plain; level <= assay_kernel_neon; level++) {
    const char *what = assay_kernel_is_available(level) ? compare(level, text, &expected) : NULL;
    if (!what) continue;
    printf("%s differs in a text of %zu bytes: compare 1 %" PRIu64 ": %s\n", names[level], text.count, seed, what);
    return false;
  }
  return true;
}

int main(int argc, char **argv) {
  uint64_t texts = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000;
  uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
  make_pages();
  signal(SIGSEGV, fail_reading);
  signal(SIGBUS, fail_reading);
  for (uint64_t seed = first; seed < first + texts; seed++) {
    if (!compare_levels(seed)) return 1;
  }
  print_levels();
  printf("agree with a plain walk on %" PRIu64 " texts\n", texts);
}
