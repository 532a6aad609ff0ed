#include "cli/counters.h"

#include <inttypes.h>

bool cli_counters_next(const n4m_counters *c, size_t *at, cli_counter *out)
{
    const cli_counter all[] = {
        { "nodesCreated", "nodes created", c->nodes_created },
        { "nodesDeleted", "nodes deleted", c->nodes_deleted },
        { "relationshipsCreated", "relationships created", c->relationships_created },
        { "relationshipsDeleted", "relationships deleted", c->relationships_deleted },
        { "propertiesSet", "properties set", c->properties_set },
        { "labelsAdded", "labels added", c->labels_added },
        { "labelsRemoved", "labels removed", c->labels_removed },
        { "indexesAdded", "indexes created", c->indexes_added },
        { "indexesRemoved", "indexes dropped", c->indexes_removed },
        { "constraintsAdded", "constraints created", c->constraints_added },
        { "constraintsRemoved", "constraints dropped", c->constraints_removed },
    };
    while (*at < sizeof all / sizeof *all) {
        *out = all[(*at)++];
        if (out->count)
            return true;
    }
    return false;
}

void cli_counters_write(const n4m_counters *counters, buf *out)
{
    cli_counter one;
    const char *separator = "";
    for (size_t at = 0; cli_counters_next(counters, &at, &one); separator = ", ")
        buf_printf(out, "%s%s: %" PRId64, separator, one.words, one.count);
}
