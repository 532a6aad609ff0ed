#include "base/process.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>

bool process_runs(int64_t pid)
{
    if (pid <= 0 || pid > INT_MAX)
        return false;
    return kill((pid_t)pid, 0) == 0 || errno == EPERM;
}
