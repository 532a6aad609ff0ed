/*
 * Runs a command, and writes to a file how long it took, how much memory it had at most, and how it
 * ended:
 *
 *     measure REPORT COMMAND [ARGUMENT...]
 *
 * It is this small because a process inherits, as its peak, the size of the one that started it.
 */
#define _GNU_SOURCE /* wait4 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void run(char *const command[])
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: measure REPORT COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    double start = seconds_now();
    pid_t child = fork();
    if (child == 0)
        run(argv + 2);
    int status = 0;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("measure");
        return 2;
    }
    double wall = seconds_now() - start;

    FILE *report = fopen(argv[1], "w");
    if (!report) {
        perror(argv[1]);
        return 2;
    }
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    fprintf(report, "%.6f %ld %d\n", wall, usage.ru_maxrss, code);
    return fclose(report) == 0 ? 0 : 2;
}
