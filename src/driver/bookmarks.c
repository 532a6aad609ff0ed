#include "driver/handle.h"

#include "bolt/access.h"
#include "bolt/bookmarks.h"

bolt_status bolt_bookmarks_new(bolt_driver *driver, bolt_bookmarks **out, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = driver && out
                    ? bolt_bookmarks_create(bolt_driver_config(driver)->mem, out, &internal)
                    : fail(&internal, ST_ARGUMENT, "there is no %s",
                           driver ? "place for the bookmarks" : "driver");
    return driver_status(st, &internal, err);
}

void bolt_bookmarks_free(bolt_bookmarks *bookmarks)
{
    bolt_bookmarks_destroy(bookmarks);
}

bolt_status bolt_bookmarks_add(bolt_bookmarks *bookmarks, const char *text, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = bookmarks ? bolt_bookmarks_learn(bookmarks, str_from(text), &internal)
                          : fail(&internal, ST_ARGUMENT, "there are no bookmarks to add to");
    return driver_status(st, &internal, err);
}

size_t bolt_bookmarks_count(const bolt_bookmarks *bookmarks)
{
    size_t count = 0;
    if (bookmarks)
        bolt_bookmarks_list(bookmarks, &count);
    return count;
}

bolt_text bolt_bookmarks_item(const bolt_bookmarks *bookmarks, size_t index)
{
    size_t count = bolt_bookmarks_count(bookmarks);
    return driver_text(index < count ? bolt_bookmarks_list(bookmarks, &count)[index] : STR_NONE);
}
