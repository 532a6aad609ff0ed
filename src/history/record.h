/* How a migration becomes a node. */
#ifndef HISTORY_RECORD_H
#define HISTORY_RECORD_H

#include "history/history.h"

enum { HISTORY_NODE_PROPERTIES = 7 };

/* A property that is null is not set. */
bolt_map history_node_properties(const history *h, const migration *m,
                                 bolt_entry entries[HISTORY_NODE_PROPERTIES]);

#endif
