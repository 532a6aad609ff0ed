#include "base/file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void setup(void)
{
    strncpy(folder, "/tmp/file-test-XXXXXX", sizeof folder - 1);
    cr_assert_not_null(mkdtemp(folder));
}

static const char *put(const char *name, const char *content, size_t size)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    fwrite(content, 1, size, file);
    fclose(file);
    return path;
}

static void teardown(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(file, .init = setup, .fini = teardown);

Test(file, is_read_whole_with_any_bytes)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str content;
    cr_assert_eq(file_read(put("x", "a\0b\r\n", 5), 100, &a, &content, NULL), ST_OK);
    cr_assert(str_eq(content, ((str){ "a\0b\r\n", 5 })));
    cr_assert_eq(content.data[5], '\0');
    cr_assert_eq(file_read(put("empty", "", 0), 100, &a, &content, NULL), ST_OK);
    cr_assert_eq(content.len, 0);
}

Test(file, limit_counts_bytes)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    error err = { 0 };
    str content;
    const char *path = put("x", "12345", 5);
    cr_assert_eq(file_read(path, 5, &a, &content, &err), ST_OK);
    cr_assert_eq(file_read(path, 4, &a, &content, &err), ST_NO_MEMORY);
    cr_assert(strstr(err.message, "is larger than 4 bytes"), "%s", err.message);
}

Test(file, missing_is_named)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    error err = { 0 };
    str content;
    file_names names;
    cr_assert_eq(file_read("/nowhere/at/all", 10, &a, &content, &err), ST_IO);
    cr_assert(strstr(err.message, "\"/nowhere/at/all\""));
    cr_assert_str_eq(err.source, "/nowhere/at/all");
    cr_assert_eq(file_list("/nowhere", &a, &names, &err), ST_IO);
}

Test(file, kinds_follow_links)
{
    char path[256], link[256];
    file_kind kind;
    snprintf(path, sizeof path, "%s", put("x", "1", 1));
    snprintf(link, sizeof link, "%s/link", folder);
    cr_assert_eq(symlink(path, link), 0);
    cr_assert_eq(file_kind_of(link, &kind, NULL), ST_OK);
    cr_assert_eq(kind, FILE_REGULAR);
    cr_assert_eq(file_kind_of(folder, &kind, NULL), ST_OK);
    cr_assert_eq(kind, FILE_FOLDER);
    unlink(path);
    cr_assert_eq(file_kind_of(link, &kind, NULL), ST_OK);
    cr_assert_eq(kind, FILE_MISSING);
    symlink(link, path);
    cr_assert_eq(file_kind_of(link, &kind, NULL), ST_IO);
}

Test(file, names_are_sorted)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    file_names names;
    put("b", "", 0);
    put(".hidden", "", 0);
    put("a", "", 0);
    cr_assert_eq(file_list(folder, &a, &names, NULL), ST_OK);
    cr_assert_eq(names.count, 3);
    cr_assert_str_eq(names.items[0].data, ".hidden");
    cr_assert_str_eq(names.items[1].data, "a");
    cr_assert_str_eq(names.items[2].data, "b");
}

Test(file, is_written_in_place_of_what_was_there)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    const char *path = put("x", "old", 3);
    str content;
    cr_assert_eq(file_write(path, STR("new and longer"), NULL), ST_OK);
    cr_assert_eq(file_read(path, 100, &a, &content, NULL), ST_OK);
    cr_assert(str_eq(content, STR("new and longer")));
    file_names names;
    cr_assert_eq(file_list(folder, &a, &names, NULL), ST_OK);
    cr_assert_eq(names.count, 1);
}

Test(file, a_link_is_replaced_and_not_followed)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str target = arena_str(&a, str_from(put("target", "kept", 4))), content;
    str link = arena_printf(&a, "%s/link", folder);
    cr_assert_eq(symlink(target.data, link.data), 0);
    cr_assert_eq(file_write(link.data, STR("new"), NULL), ST_OK);
    cr_assert_eq(file_read(target.data, 100, &a, &content, NULL), ST_OK);
    cr_assert(str_eq(content, STR("kept")));
}

Test(file, where_it_cannot_be_written_nothing_stays)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    error err;
    str path = arena_printf(&a, "%s/missing/x", folder);
    cr_assert_eq(file_write(path.data, STR("new"), &err), ST_IO);
    cr_assert_not_null(strstr(err.message, "missing/x"), "%s", err.message);
    str in_the_way = arena_printf(&a, "%s/folder", folder);
    cr_assert_eq(mkdir(in_the_way.data, 0777), 0);
    cr_assert_eq(file_write(in_the_way.data, STR("new"), &err), ST_IO);
    file_names names;
    cr_assert_eq(file_list(folder, &a, &names, NULL), ST_OK);
    cr_assert_eq(names.count, 1);
}

Test(file, folders_are_made_with_all_above_them)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    file_kind kind;
    error err;
    str path = arena_printf(&a, "%s/a/b/c", folder);
    cr_assert_eq(file_make_folder(path.data, NULL), ST_OK);
    cr_assert_eq(file_make_folder(path.data, NULL), ST_OK);
    cr_assert_eq(file_kind_of(path.data, &kind, NULL), ST_OK);
    cr_assert_eq(kind, FILE_FOLDER);
    str file = arena_str(&a, str_from(put("file", "", 0)));
    str below = arena_printf(&a, "%.*s/d", STR_ARG(file));
    cr_assert_eq(file_make_folder(below.data, &err), ST_IO);
    cr_assert_not_null(strstr(err.message, "/file\": Not a directory"), "%s", err.message);
}

Test(file, what_is_created_replaces_nothing)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    error err;
    str text, path = arena_printf(&a, "%s/x", folder);
    cr_assert_eq(file_create(path.data, STR("first"), NULL), ST_OK);
    cr_assert_eq(file_create(path.data, STR("second"), &err), ST_IO);
    cr_assert_not_null(strstr(err.message, "/x\": File exists"), "%s", err.message);
    cr_assert_eq(file_read(path.data, 100, &a, &text, NULL), ST_OK);
    cr_assert(str_eq(text, STR("first")));
}
