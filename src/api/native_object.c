#include "api/handle.h"

#include <dlfcn.h>
#include <string.h>

/* dlerror begins with the path. */
static status fail_load(str path, error *err)
{
    const char *reason = dlerror();
    return fail(err, ST_IO, "cannot load \"%.*s\": %s", STR_ARG(path), reason ? reason : "unknown");
}

status native_object_open(str path, native_object *out, error *err)
{
    native_object object = { .handle = dlopen(path.data, RTLD_NOW | RTLD_LOCAL) };
    if (!object.handle)
        return fail_load(path, err);
    void *symbol = dlsym(object.handle, N4M_MIGRATION_SYMBOL);
    if (!symbol) {
        native_object_close(&object);
        return fail(err, ST_PARSE,
                    "\"%.*s\" is no migration: it does not define the function "
                    "n4m_status " N4M_MIGRATION_SYMBOL "(n4m_context *, n4m_error *)",
                    STR_ARG(path));
    }
    memcpy(&object.run, &symbol, sizeof object.run);
    *out = object;
    return ST_OK;
}

void native_object_close(native_object *object)
{
    dlclose(object->handle);
}
