/* What a database says of itself before anything is done with it. */
#ifndef HISTORY_PLACE_H
#define HISTORY_PLACE_H

#include "history/ask.h"

/* One constraint or index. */
typedef struct history_item {
    str name;              /* STR_NONE before 4.0, where a constraint has none */
    str label, properties; /* joined by commas */
} history_item;

typedef struct history_items {
    const history_item *items;
    size_t count;
    bool known; /* false: the server did not tell */
} history_items;

typedef struct history_place {
    str server;  /* Neo4j/5.26.30 */
    str edition; /* as the server writes it; STR_NONE when unknown */
    unsigned major, minor;
    str user;     /* "anonymous" when the server knows no users */
    str database; /* of the session; STR_NONE before 4.0, where the only one has no name */
    history_items constraints, indexes; /* those that can be ours */
} history_place;

/* What is asked in the same round trip; either question may be NULL. Without `indexes` those of the
 * place are not known. */
typedef struct history_place_wish {
    bool indexes;
    history_question *lock, *chain;
} history_place_wish;

/* Asks for all of it in one round trip, old servers in a few. */
MUST_CHECK status history_place_read(bolt_session *session, bolt_map metadata,
                                     const history_place_wish *wish, arena *a, history_place *out,
                                     error *err);

/* From 4.3, say; compares major and minor. */
bool history_place_is_from(const history_place *place, unsigned major, unsigned minor);

#endif
