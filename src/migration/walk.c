#include "migration/walk.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Reason: the names of all files below one location. */
#define WALK_MAX_BYTES ((size_t)256 << 20)

typedef struct walker {
    arena a;
    walk_visit_fn *visit;
    void *user;
} walker;

/* The folders around the one that is being read. */
typedef struct frame {
    const struct frame *around;
    const char *path;
    dev_t device;
    ino_t number;
} frame;

static status walk(walker *w, const char *path, const frame *around, error *err);

static status fail_folder(error *err, const char *path, status st)
{
    ERROR_SET(err, source, path, strlen(path));
    return st;
}

/* Fills in which folder this is, and refuses one that is also around itself. */
static status identify(frame *here, error *err)
{
    struct stat about;
    if (stat(here->path, &about) != 0)
        return fail_folder(
            err, here->path,
            fail(err, ST_IO, "cannot look at \"%s\": %s", here->path, strerror(errno)));
    here->device = about.st_dev;
    here->number = about.st_ino;
    for (const frame *f = here->around; f; f = f->around)
        if (f->device == here->device && f->number == here->number)
            return fail_folder(err, here->path,
                               fail(err, ST_IO,
                                    "the symbolic link \"%s\" leads back to \"%s\", which it is "
                                    "in: remove the link",
                                    here->path, f->path));
    return ST_OK;
}

/* Kubernetes keeps the files of a mounted ConfigMap or Secret in such folders, and links to each from
 * where it is expected: "..data" is one, and leads to another. */
static bool is_behind_a_mount(str name)
{
    return str_starts(name, STR(".."));
}

static status take(walker *w, const frame *here, str name, error *err)
{
    bool root = strcmp(here->path, "/") == 0;
    str path = arena_printf(&w->a, "%s/%s", root ? "" : here->path, name.data);
    if (!path.data)
        return fail_no_memory(err);
    file_kind kind;
    status st = file_kind_of(path.data, &kind, err);
    if (st)
        return st;
    if (kind == FILE_FOLDER)
        return is_behind_a_mount(name) ? ST_OK : walk(w, path.data, here, err);
    return w->visit(w->user, path, name, kind, err);
}

static status walk(walker *w, const char *path, const frame *around, error *err)
{
    frame here = { .around = around, .path = path };
    file_names names = { 0 };
    status st = identify(&here, err);
    if (!st)
        st = file_list(path, &w->a, &names, err);
    for (size_t i = 0; !st && i < names.count; i++)
        st = take(w, &here, names.items[i], err);
    return st;
}

status walk_folder(str path, const allocator *mem, walk_visit_fn *visit, void *user, error *err)
{
    walker w = { .a = ARENA_INIT(mem, WALK_MAX_BYTES), .visit = visit, .user = user };
    str copy = arena_str(&w.a, path);
    status st = copy.data ? walk(&w, copy.data, NULL, err) : fail_no_memory(err);
    arena_finish(&w.a);
    return st;
}
