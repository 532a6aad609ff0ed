#include "cli/prompt.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

enum { SECRET_MAX = 4096 };

static const int ENDING[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
enum { ENDING_COUNT = sizeof ENDING / sizeof *ENDING };

/* A handler can reach nothing else. */
static volatile sig_atomic_t ended_by;

static void note_signal(int number)
{
    ended_by = number;
}

typedef struct terminal {
    int fd;
    struct termios before;
    sigset_t mask;
    struct sigaction actions[ENDING_COUNT];
} terminal;

/* From here on the signals arrive only while the answer is waited for. */
static void catch_signals(terminal *t)
{
    struct sigaction note = { .sa_handler = note_signal };
    sigset_t blocked;
    sigemptyset(&blocked);
    sigemptyset(&note.sa_mask);
    ended_by = 0;
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaddset(&blocked, ENDING[i]);
    sigprocmask(SIG_BLOCK, &blocked, &t->mask);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaction(ENDING[i], &note, &t->actions[i]);
}

static void release_signals(const terminal *t)
{
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaction(ENDING[i], &t->actions[i], NULL);
    sigprocmask(SIG_SETMASK, &t->mask, NULL);
    if (ended_by)
        raise(ended_by);
}

static status open_terminal(terminal *t, const char *otherwise, error *err)
{
    t->fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (t->fd < 0 || tcgetattr(t->fd, &t->before) != 0) {
        if (t->fd >= 0)
            close(t->fd);
        return fail(err, ST_ARGUMENT,
                    "there is no terminal to ask for the password; give it with %s", otherwise);
    }
    catch_signals(t);
    struct termios silent = t->before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    silent.c_lflag |= ECHONL;
    tcsetattr(t->fd, TCSAFLUSH, &silent);
    return ST_OK;
}

static void close_terminal(terminal *t)
{
    tcsetattr(t->fd, TCSAFLUSH, &t->before);
    close(t->fd);
    release_signals(t);
}

/* A byte, or -1 at the end, on a signal or an error. */
static int read_byte(const terminal *t)
{
    char byte;
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(t->fd, &readable);
    if (pselect(t->fd + 1, &readable, NULL, NULL, NULL, &t->mask) != 1 || ended_by)
        return -1;
    return read(t->fd, &byte, 1) == 1 ? (unsigned char)byte : -1;
}

static bool ask(const terminal *t, const char *question, buf *answer)
{
    if (write(t->fd, question, strlen(question)) < 0)
        return false;
    int byte;
    while ((byte = read_byte(t)) >= 0 && byte != '\n')
        buf_char(answer, (char)byte);
    return byte == '\n';
}

status cli_prompt_secret(const char *question, const char *otherwise, arena *a, str *out,
                         error *err)
{
    terminal t;
    BUF_AUTO answer = BUF_INIT(a->mem, SECRET_MAX);
    status st = open_terminal(&t, otherwise, err);
    if (st)
        return st;
    bool complete = ask(&t, question, &answer);
    close_terminal(&t);
    if (!complete)
        return fail(err, ST_ARGUMENT, "no password was entered");
    return buf_finish(&answer, a, out, err);
}
