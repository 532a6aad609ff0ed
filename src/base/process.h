/* Processes of this machine. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether there is one with this id, whoever it belongs to. */
bool process_runs(int64_t pid);

#endif
