/* What has been changed, counter by counter: those that are not zero. */
#ifndef CLI_COUNTERS_H
#define CLI_COUNTERS_H

#include "base/buf.h"
#include "neo4j_migrations.h"

typedef struct cli_counter {
    const char *name;  /* in JSON: labelsAdded */
    const char *words; /* labels added */
    int64_t count;
} cli_counter;

/* The next one from *at on; false behind the last. */
bool cli_counters_next(const n4m_counters *counters, size_t *at, cli_counter *out);

/* "labels added: 3, labels removed: 3"; nothing when all are zero. */
void cli_counters_write(const n4m_counters *counters, buf *out);

#endif
