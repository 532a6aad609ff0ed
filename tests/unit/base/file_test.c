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
