/* Stands before the C library, so that a disk can be slow to answer: what is asked below the folder
 * SLOW_FOLDER waits for as long as the file SLOW_WHILE is there. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void wait_for(const char *path) {
    const char *folder = getenv("SLOW_FOLDER"), *marker = getenv("SLOW_WHILE");
    if (path && folder && marker && strncmp(path, folder, strlen(folder)) == 0)
        while (syscall(SYS_faccessat, AT_FDCWD, marker, F_OK) == 0)
            usleep(5000);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPENS(name)                                                                                \
    int name(const char *path, int flags, ...) {                                                   \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = va_arg(rest, mode_t);                                                        \
        va_end(rest);                                                                              \
        wait_for(path);                                                                            \
        return REAL(name)(path, flags, mode);                                                      \
    }
OPENS(open)
OPENS(open64)

#define STATS(name, type)                                                                          \
    int name(const char *path, type *into) {                                                       \
        wait_for(path);                                                                            \
        return REAL(name)(path, into);                                                             \
    }
STATS(stat, struct stat)
STATS(stat64, struct stat64)
STATS(lstat, struct stat)
STATS(lstat64, struct stat64)

int statx(int folder, const char *path, int flags, unsigned mask, struct statx *into) {
    wait_for(path);
    return REAL(statx)(folder, path, flags, mask, into);
}

DIR *opendir(const char *path) {
    wait_for(path);
    return REAL(opendir)(path);
}

char *realpath(const char *path, char *resolved) {
    wait_for(path);
    return REAL(realpath)(path, resolved);
}
