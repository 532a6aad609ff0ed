#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* It has ended, and nobody has asked how: in containers nobody may ever do. Systems without /proc do not tell. */
static bool is_zombie(int pid)
{
    char path[32], text[256];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    text[length > 0 ? length : 0] = '\0';
    const char *name_end = strrchr(text, ')'); /* which may have any character in it */
    return name_end && strncmp(name_end, ") Z", 3) == 0;
}

bool process_runs(int64_t pid)
{
    if (pid <= 0 || pid > INT_MAX)
        return false;
    return (kill((pid_t)pid, 0) == 0 || errno == EPERM) && !is_zombie((int)pid);
}
