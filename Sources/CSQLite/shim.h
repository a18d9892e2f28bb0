#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast, which Swift does not import: SQLite shall copy the text.
static inline int assay_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

// sqlite3_db_config takes a variable list of arguments, which Swift does not import.
// Nothing in the file itself may act: no function with side effects in a view or a trigger, no writable schema.
static inline int assay_sqlite_distrust_file(sqlite3 *database) {
  int result = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  return result;
}
