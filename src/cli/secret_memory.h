/* Memory for passwords: whatever is given back is overwritten first. */
#ifndef CLI_SECRET_MEMORY_H
#define CLI_SECRET_MEMORY_H

#include "base/mem.h"

extern const allocator cli_secret_memory;

#endif
