// Runs a command and says what it took. A small process of its own, because a child inherits the peak memory of the
// process that starts it, and so that a start-up of milliseconds is not lost in that of a script's interpreter.
//
// usage: measure REPORT SECONDS COMMAND…
//
// REPORT gets one line: wall seconds, CPU seconds, peak KiB, exit code (128 + signal when killed, 124 after SECONDS).
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;
static volatile sig_atomic_t expired;

static void expire(int signal) {
  (void)signal;
  expired = 1;
  kill(child, SIGKILL);
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "usage: measure REPORT SECONDS COMMAND...\n"), 2;
  FILE *report = fopen(argv[1], "we");
  if (!report) return perror(argv[1]), 2;
  struct timespec start, end;
  struct rusage usage;
  int status;
  clock_gettime(CLOCK_MONOTONIC, &start);
  child = fork();
  if (child < 0) return perror("fork"), 2;
  if (child == 0) {
    execvp(argv[3], argv + 3);
    perror(argv[3]);
    _exit(127);
  }
  signal(SIGALRM, expire);
  alarm((unsigned)atoi(argv[2]));
  while (wait4(child, &status, 0, &usage) < 0) {
    if (errno != EINTR) return perror("wait4"), 2;
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  double wall = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
  int code = expired ? 124 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  fprintf(report, "%.6f %.6f %ld %d\n", wall, seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss, code);
  return 0;
}
