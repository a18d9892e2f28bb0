#define _GNU_SOURCE
#include "CRunFile.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* For file systems that know no files without a name. */
static int open_and_unlink(const char *folder) {
  char name[PATH_MAX];
  int length = snprintf(name, sizeof name, "%s/assay-XXXXXX", folder);
  if (length < 0 || (size_t)length >= sizeof name) {
    errno = ENAMETOOLONG;
    return -1;
  }
  int descriptor = mkostemp(name, O_CLOEXEC);
  if (descriptor >= 0) unlink(name);
  return descriptor;
}

int assay_open_unnamed(const char *folder) {
  int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  return descriptor >= 0 ? descriptor : open_and_unlink(folder);
}

static void descriptor_path(int descriptor, char path[32]) { snprintf(path, 32, "/proc/self/fd/%d", descriptor); }

int assay_open_nameless(const char *folder, unsigned mode) {
  int descriptor = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (descriptor < 0) return -1;
  char path[32];
  descriptor_path(descriptor, path);
  if (access(path, F_OK) == 0) return descriptor;
  close(descriptor);
  return -1;
}

int assay_name_file(int descriptor, const char *path) {
  char own[32];
  descriptor_path(descriptor, own);
  return linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

void assay_discard(int descriptor, int64_t offset, int64_t count) {
  if (fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, count) != 0) errno = 0;
}
