#include "base/process.h"

#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>

Test(process, runs_until_it_has_ended)
{
    int hold[2];
    cr_assert_eq(pipe(hold), 0);
    pid_t child = fork();
    if (child == 0) {
        char byte;
        close(hold[1]);
        _exit(read(hold[0], &byte, 1) == 0 ? 0 : 1);
    }
    cr_assert(process_runs(child));
    close(hold[1]);
    siginfo_t ended;
    cr_assert_eq(waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT), 0);
    cr_assert_not(process_runs(child), "nobody has waited for it yet");
    cr_assert_eq(waitpid(child, NULL, 0), child);
    cr_assert_not(process_runs(child));
}

Test(process, numbers_that_are_none)
{
    cr_assert_not(process_runs(0));
    cr_assert_not(process_runs(-1));
    cr_assert_not(process_runs((int64_t)1 << 40));
    cr_assert(process_runs(getpid()));
}
