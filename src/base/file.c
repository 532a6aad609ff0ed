#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static status fail_path(error *err, const char *path, const char *what)
{
    status st = fail(err, ST_IO, "cannot %s \"%s\": %s", what, path, strerror(errno));
    ERROR_SET(err, source, path, strlen(path));
    return st;
}

status file_kind_of(const char *path, file_kind *out, error *err)
{
    struct stat about;
    if (stat(path, &about) == 0)
        *out = S_ISREG(about.st_mode)   ? FILE_REGULAR
               : S_ISDIR(about.st_mode) ? FILE_FOLDER
                                        : FILE_OTHER;
    else if (errno == ENOENT || errno == ENOTDIR)
        *out = FILE_MISSING;
    else
        return fail_path(err, path, "look at");
    return ST_OK;
}

/* Reads to the end instead of trusting a size that may change meanwhile. */
static status read_all(int fd, const char *path, buf *content, error *err)
{
    for (;;) {
        size_t room = content->limit - content->len;
        if (room == 0)
            return fail(err, ST_NO_MEMORY, "\"%s\" is larger than %zu bytes", path,
                        content->limit - 1);
        if (room > 65536)
            room = 65536;
        char *space = buf_reserve(content, room);
        if (!space)
            return fail_no_memory(err);
        ssize_t got = read(fd, space, room);
        if (got == 0)
            return ST_OK;
        if (got > 0)
            content->len += (size_t)got;
        else if (errno != EINTR)
            return fail_path(err, path, "read");
    }
}

status file_read(const char *path, size_t limit, arena *a, str *out, error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_path(err, path, "read");
    BUF_AUTO content = BUF_INIT(a->mem, limit + 1);
    status st = read_all(fd, path, &content, err);
    close(fd);
    return st ? st : buf_finish(&content, a, out, err);
}

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static status collect(DIR *folder, arena *a, file_names *names, error *err)
{
    size_t capacity = 0;
    for (struct dirent *entry; (errno = 0, entry = readdir(folder));) {
        str name = str_from(entry->d_name);
        if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
            continue;
        str *grown = arena_grow(a, names->items, names->count, &capacity, sizeof *grown);
        name = arena_str(a, name);
        if (!grown || !name.data)
            return fail_no_memory(err);
        names->items = grown;
        names->items[names->count++] = name;
    }
    return errno ? ST_IO : ST_OK;
}

status file_list(const char *path, arena *a, file_names *out, error *err)
{
    DIR *folder = opendir(path);
    if (!folder)
        return fail_path(err, path, "list");
    file_names names = { 0 };
    status st = collect(folder, a, &names, err);
    if (st == ST_IO)
        st = fail_path(err, path, "list");
    closedir(folder);
    if (st)
        return st;
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    *out = names;
    return ST_OK;
}

static status write_all(int fd, const char *path, str content, error *err)
{
    while (content.len > 0) {
        ssize_t written = write(fd, content.data, content.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail_path(err, path, "write");
        content = str_from_index(content, (size_t)written);
    }
    return ST_OK;
}

status file_write(const char *path, str content, error *err)
{
    char draft[PATH_MAX];
    int length = snprintf(draft, sizeof draft, "%s.new", path);
    if (length < 0 || (size_t)length >= sizeof draft) {
        errno = ENAMETOOLONG;
        return fail_path(err, path, "write");
    }
    int fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return fail_path(err, path, "write");
    status st = write_all(fd, path, content, err);
    if (close(fd) != 0 && !st)
        st = fail_path(err, path, "write");
    if (!st && rename(draft, path) != 0)
        st = fail_path(err, path, "write");
    if (st)
        unlink(draft);
    return st;
}

status file_create(const char *path, str content, error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail_path(err, path, "create");
    status st = write_all(fd, path, content, err);
    if (close(fd) != 0 && !st)
        st = fail_path(err, path, "write");
    if (st)
        unlink(path);
    return st;
}

status file_make_folder(const char *path, error *err)
{
    char above[PATH_MAX];
    size_t length = strlen(path);
    for (size_t end = 1; end <= length && end < sizeof above; end++) {
        if (path[end] != '/' && path[end] != '\0')
            continue;
        memcpy(above, path, end);
        above[end] = '\0';
        file_kind kind = FILE_MISSING;
        if (mkdir(above, 0777) == 0 ||
            (errno == EEXIST && !file_kind_of(above, &kind, NULL) && kind == FILE_FOLDER))
            continue;
        if (kind != FILE_MISSING)
            errno = ENOTDIR;
        return fail_path(err, above, "make the folder");
    }
    if (length < sizeof above)
        return ST_OK;
    errno = ENAMETOOLONG;
    return fail_path(err, path, "make the folder");
}
