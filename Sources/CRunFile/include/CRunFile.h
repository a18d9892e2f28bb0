#pragma once
#include <stdint.h>

/// Opens a file without a name in a folder, for reading and writing; -1 and `errno` where that fails.
int assay_open_unnamed(const char *_Nonnull folder);

/// Gives the disk space of a part of a file back, where the file system can.
void assay_discard(int descriptor, int64_t offset, int64_t count);
