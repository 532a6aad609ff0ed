/* What a server can have. */
#ifndef CATALOG_SERVER_H
#define CATALOG_SERVER_H

#include "catalog/item.h"

/* Instead of a minor version: the last one, whichever it is. */
enum { CATALOG_LAST_MINOR = UINT16_MAX };

/* Whom statements are for. */
typedef struct catalog_server {
    uint16_t major, minor; /* 5.26, 2026.8 */
    bool enterprise;
    bool cypher_25; /* the language of statements that do not say theirs */
} catalog_server;

/* "4.4", "Neo4j/5.26.30"; "5" is the last one of its line. False when it is no version. Sets major and minor only. */
bool catalog_server_parse(str text, catalog_server *out);

/* At least this version. */
bool catalog_server_is_from(const catalog_server *server, uint16_t major, uint16_t minor);

/* "5.7", "2026.01": as versions are written; calendar versions since 2025. */
void catalog_version_text(uint16_t major, uint16_t minor, char text[16]);

/* ST_MIGRATIONS unless a server of this version and edition can have the item. */
MUST_CHECK status catalog_server_check(const catalog_server *server, const catalog_item *item,
                                       error *err);

/* Whether only Cypher 25 has words for the item. */
bool catalog_needs_cypher_25(const catalog_item *item);

#endif
