/* What `info` prints: where the history is, and the table of migrations. Pure. */
#ifndef CLI_INFO_TEXT_H
#define CLI_INFO_TEXT_H

#include "base/arena.h"
#include "base/buf.h"
#include "neo4j_migrations.h"

/* Uses `scratch` for the table; a lack of memory shows in `out`. */
void cli_info_render(const n4m_place *place, const n4m_element *const *elements, size_t count,
                     arena *scratch, bool colour, buf *out);

/* What else there is to say with -v: the migrations that were left out, and why. Nothing when there
 * are none. */
void cli_info_render_skipped(const n4m_skipped *const *skipped, size_t count, buf *out);

#endif
