// Counts fields and rows with libcsv: what parsing alone costs in the usual C library.
#include <csv.h>
#include <stdio.h>

static void field(void *text, size_t length, void *counts) {
  (void)text, (void)length;
  ((unsigned long *)counts)[0]++;
}

static void row(int end, void *counts) {
  (void)end;
  ((unsigned long *)counts)[1]++;
}

int main(int argc, char **argv) {
  static char buffer[1 << 16];
  unsigned long counts[2] = {0, 0};
  struct csv_parser parser;
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : stdin;
  if (!file || csv_init(&parser, CSV_APPEND_NULL | CSV_STRICT)) return 2;
  for (size_t count; (count = fread(buffer, 1, sizeof buffer, file)) > 0;) {
    if (csv_parse(&parser, buffer, count, field, row, counts) != count) return 1;
  }
  csv_fini(&parser, field, row, counts);
  csv_free(&parser);
  printf("%lu fields, %lu rows\n", counts[0], counts[1]);
}
