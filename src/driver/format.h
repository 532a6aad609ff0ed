/* Text for people, into a room of fixed size. */
#ifndef DRIVER_FORMAT_H
#define DRIVER_FORMAT_H

#include "bolt/value.h"

/* As snprintf: counts everything, and writes what there is room for. */
typedef struct writer {
    char *out;
    size_t size, length;
} writer;

void format_n(writer *w, const char *text, size_t length);
void format_text(writer *w, const char *text);
void format_int(writer *w, int64_t number);

/* ---- format_time.c ---- */

void format_temporal(writer *w, bolt_type type, const bolt_temporal *t);
void format_duration(writer *w, const bolt_duration *d);

#endif
