#pragma once
#include <stdint.h>

/// Opens a file without a name in a folder, for reading and writing; -1 and `errno` where that fails.
int assay_open_unnamed(const char *_Nonnull folder);

/// Opens a file for writing in a folder, which has no name until `assay_name_file` gives it one; -1 where that cannot be.
int assay_open_nameless(const char *_Nonnull folder, unsigned mode);

/// Gives such a file a name, which none must have; -1 and `errno` where that fails.
int assay_name_file(int descriptor, const char *_Nonnull path);

/// Gives the disk space of a part of a file back, where the file system can.
void assay_discard(int descriptor, int64_t offset, int64_t count);
