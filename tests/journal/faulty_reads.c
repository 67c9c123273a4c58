/* Makes reads of one file fail with EIO: the FAULT_AT-th, and with FAULT_LASTS all later ones. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int count;

static int fails(int fd) {
    char link[64], name[4096];
    const char *at = getenv("FAULT_AT"), *file = getenv("FAULT_FILE");
    if (!at || !file) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    if (strcmp(name, file)) return 0;
    count++;
    return count == atoi(at) || (count > atoi(at) && getenv("FAULT_LASTS"));
}

#define READER(NAME, PARAMETERS, ARGUMENTS)                    \
    ssize_t NAME PARAMETERS {                                  \
        ssize_t(*real) PARAMETERS = dlsym(RTLD_NEXT, #NAME);   \
        if (fails(fd)) { errno = EIO; return -1; }             \
        return real ARGUMENTS;                                 \
    }

READER(read, (int fd, void *to, size_t size), (fd, to, size))
READER(pread, (int fd, void *to, size_t size, off_t from), (fd, to, size, from))
READER(pread64, (int fd, void *to, size_t size, off64_t from), (fd, to, size, from))
