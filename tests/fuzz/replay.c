/* Runs a fuzz target once over files, and over the files in folders; so that a corpus is tested by
 * any compiler. */
#include "fuzz.h"

#include "base/file.h"

enum { INPUT_MAX = 16 << 20 };

static size_t inputs;

static status replay_file(const char *path, error *err)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str content = STR_NONE;
    status st = file_read(path, INPUT_MAX, &a, &content, err);
    if (st)
        return st;
    /* In memory of its own, so that a sanitizer sees a byte too far. */
    uint8_t *data = malloc(content.len ? content.len : 1);
    if (!data)
        return fail_no_memory(err);
    for (size_t i = 0; i < content.len; i++)
        data[i] = (uint8_t)content.data[i];
    LLVMFuzzerTestOneInput(data, content.len);
    free(data);
    inputs++;
    return ST_OK;
}

static status replay_folder(const char *path, error *err)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    file_names names = { NULL, 0 };
    status st = file_list(path, &a, &names, err);
    for (size_t i = 0; i < names.count && !st; i++) {
        str full = arena_printf(&a, "%s/%.*s", path, STR_ARG(names.items[i]));
        file_kind kind = FILE_MISSING;
        st = full.data ? file_kind_of(full.data, &kind, err) : fail_no_memory(err);
        if (!st && kind == FILE_REGULAR)
            st = replay_file(full.data, err);
    }
    return st;
}

static status replay(const char *path, error *err)
{
    file_kind kind = FILE_MISSING;
    status st = file_kind_of(path, &kind, err);
    if (st)
        return st;
    return kind == FILE_FOLDER ? replay_folder(path, err) : replay_file(path, err);
}

int main(int argc, char **argv)
{
    error err = { .status = ST_OK };
    for (int i = 1; i < argc; i++) {
        if (replay(argv[i], &err)) {
            fprintf(stderr, "%s: %s\n", argv[i], err.message);
            return 1;
        }
    }
    printf("%zu inputs\n", inputs);
    return inputs == 0;
}
