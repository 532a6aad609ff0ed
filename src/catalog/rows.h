/* What a server tells of its schema, as items. */
#ifndef CATALOG_ROWS_H
#define CATALOG_ROWS_H

#include "catalog/item.h"

/* The columns of one row, as text; STR_NONE: null, or not there. */
typedef struct catalog_row {
    str name; /* of indexes of 3.5: indexName */
    str type, entity;
    catalog_names labels, properties; /* labels of indexes of 3.5: tokenNames */
    bool unique;                      /* of an index up to 4.4: it backs a constraint */
    str owner;                        /* of an index since 5: the constraint that it backs */
    str property_type;
    str options;     /* the map as Cypher text */
    str description; /* of a constraint up to 4.2 */
    str statement;   /* createStatement */
} catalog_row;

typedef struct catalog_reading {
    bool indexes; /* rows of indexes, otherwise of constraints */
    bool
        everything; /* also what the tool itself has created in the database; never what backs a constraint */
} catalog_reading;

/* False for what is passed over: what backs a constraint, what is the tool's own. What is of a kind
 * unknown to us becomes one of the others. ST_PROTOCOL when the row does not even tell a name. Borrows from the row. */
MUST_CHECK status catalog_read_row(const catalog_row *row, catalog_reading how, arena *a,
                                   bool *is_one, catalog_item *out, error *err);

#endif
