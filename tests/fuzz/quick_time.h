#ifndef QUICK_TIME_H
#define QUICK_TIME_H

#include "fuzz.h"

/* From the same moment on. */
void quick_time_restart(void);

#endif
