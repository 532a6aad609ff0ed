/* Memory for secrets: what is given back is overwritten first, and nothing grows in place. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/mem.h"

/* Over `mem`, which is borrowed; NULL for malloc. */
allocator secret_memory(const allocator *mem);

#endif
