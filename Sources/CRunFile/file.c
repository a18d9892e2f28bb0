#define _GNU_SOURCE
#include "CRunFile.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
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
  int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
  if (descriptor < 0) return -1;
  char path[32];
  descriptor_path(descriptor, path);
  if (access(path, F_OK) == 0) return descriptor;
  close(descriptor);
  return -1;
}

/* For a sandbox that lets nobody give a name to what has none. */
static int copy_to(int descriptor, const char *path) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return -1;
  int copy = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, status.st_mode & 0777);
  if (copy < 0) return -1;
  off_t offset = 0;
  while (offset < status.st_size) {
    ssize_t count = sendfile(copy, descriptor, &offset, (size_t)(status.st_size - offset));
    if (count <= 0) break;
  }
  int failed = offset < status.st_size || fchmod(copy, status.st_mode & 0777) != 0 || fsync(copy) != 0;
  if (close(copy) != 0 || failed) {
    unlink(path);
    return -1;
  }
  return 0;
}

int assay_name_file(int descriptor, const char *path) {
  char own[32];
  descriptor_path(descriptor, own);
  if (linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0) return 0;
  return errno == EEXIST ? -1 : copy_to(descriptor, path);
}

void assay_discard(int descriptor, int64_t offset, int64_t count) {
  if (fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, count) != 0) errno = 0;
}
