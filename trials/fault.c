/* Lets file operations below a folder fail, for one process and what it loads: cc -shared -fPIC, then LD_PRELOAD.
 * CAIRN_FAULT=<changes|all>:<errno>:<from>:<to>:<folder> fails the from-th to the to-th operation.
 * Changes are whatever may write; `all` counts opening for reading, reading and statx too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { READS, CHANGES };
static char folder[PATH_MAX];
static int least, error;
static long from, to;
static atomic_long count;

__attribute__((constructor)) static void begin(void) {
  const char *told = getenv("CAIRN_FAULT");
  char what[16];
  int length = 0;
  if (!told || sscanf(told, "%15[a-z]:%d:%ld:%ld:%n", what, &error, &from, &to, &length) < 4) return;
  least = strcmp(what, "all") == 0 ? READS : CHANGES;
  if (!realpath(told + length, folder)) folder[0] = 0;
}

static void from_descriptor(int descriptor, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = 0;
}

static int below(const char *path) {
  size_t length = strlen(folder);
  return length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || !path[length]);
}

/* Whether this operation is one that fails; `path` is NULL where the descriptor itself is meant. */
static int fails(int how, int descriptor, const char *path) {
  char whole[2 * PATH_MAX];
  if (!folder[0] || how < least) return 0;
  if (path && path[0] == '/') snprintf(whole, sizeof whole, "%s", path);
  else {
    if (descriptor == AT_FDCWD) { if (!getcwd(whole, PATH_MAX)) return 0; }
    else from_descriptor(descriptor, whole);
    if (path) { strncat(whole, "/", 2); strncat(whole, path, PATH_MAX - 2); }
  }
  if (!below(whole)) return 0;
  long now = ++count;
  if (now < from || now > to) return 0;
  errno = error;
  return 1;
}

static int way(int flags) {
  return flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC) ? CHANGES : READS;
}

#define WRAP(type, name, how, descriptor, path, parameters, arguments) \
  type name parameters { \
    static type (*real) parameters; \
    if (!real) real = dlsym(RTLD_NEXT, #name); \
    return fails(how, descriptor, path) ? -1 : real arguments; \
  }
#define WRAP_OPEN(name) \
  int name(const char *path, int flags, ...) { \
    static int (*real)(const char *, int, ...); \
    if (!real) real = dlsym(RTLD_NEXT, #name); \
    va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
    return fails(way(flags), AT_FDCWD, path) ? -1 : real(path, flags, mode); \
  }
#define WRAP_OPENAT(name) \
  int name(int at, const char *path, int flags, ...) { \
    static int (*real)(int, const char *, int, ...); \
    if (!real) real = dlsym(RTLD_NEXT, #name); \
    va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
    return fails(way(flags), at, path) ? -1 : real(at, path, flags, mode); \
  }

WRAP_OPEN(open)
WRAP_OPEN(open64)
WRAP_OPENAT(openat)
WRAP_OPENAT(openat64)
WRAP(ssize_t, read, READS, file, NULL, (int file, void *to, size_t size), (file, to, size))
WRAP(ssize_t, write, CHANGES, file, NULL, (int file, const void *from, size_t size), (file, from, size))
WRAP(ssize_t, pwrite64, CHANGES, file, NULL, (int file, const void *from, size_t size, off_t at), (file, from, size, at))
WRAP(ssize_t, writev, CHANGES, file, NULL, (int file, const struct iovec *from, int size), (file, from, size))
WRAP(int, fsync, CHANGES, file, NULL, (int file), (file))
WRAP(int, fdatasync, CHANGES, file, NULL, (int file), (file))
WRAP(int, ftruncate64, CHANGES, file, NULL, (int file, off_t size), (file, size))
WRAP(int, rename, CHANGES, AT_FDCWD, to, (const char *from, const char *to), (from, to))
WRAP(int, link, CHANGES, AT_FDCWD, to, (const char *from, const char *to), (from, to))
WRAP(int, mkdir, CHANGES, AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
WRAP(int, unlink, CHANGES, AT_FDCWD, path, (const char *path), (path))
WRAP(int, unlinkat, CHANGES, at, path, (int at, const char *path, int flags), (at, path, flags))
WRAP(int, rmdir, CHANGES, AT_FDCWD, path, (const char *path), (path))
WRAP(int, chmod, CHANGES, AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
WRAP(int, statx, READS, at, path, (int at, const char *restrict path, int flags, unsigned mask, struct statx *restrict to), (at, path, flags, mask, to))
