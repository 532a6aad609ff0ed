#include "engine/catalog_backing.h"

bool catalog_is_backed(const catalog_item *item)
{
    return item->kind == CATALOG_UNIQUE || item->kind == CATALOG_KEY;
}

bool catalog_leaves_index(const catalog_server *server, const catalog_item *dropped)
{
    return catalog_is_backed(dropped) || (dropped->kind == CATALOG_INDEX && server->major > 5);
}

bool catalog_is_in_the_way(const catalog_server *server, const catalog_item *dropped,
                           const catalog_item *created)
{
    return catalog_is_backed(created) && catalog_leaves_index(server, dropped) &&
           dropped->entity == created->entity &&
           catalog_names_equal(dropped->labels, created->labels) &&
           catalog_names_equal(dropped->properties, created->properties);
}
