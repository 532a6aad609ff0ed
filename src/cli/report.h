/* What went wrong, for people: what other programs print on standard output, and everything that
 * helps to mend it for standard error. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/buf.h"
#include "neo4j_migrations.h"

/* The text of the Java tool. */
void cli_report_summary(const n4m_error *err, bool colour, buf *out);

/* The place with its source line, the migration, the server's code, and what became of it. Reads
 * the file that the error names. Empty when there is nothing to add to the summary. */
void cli_report_details(const n4m_error *err, bool colour, buf *out);

#endif
