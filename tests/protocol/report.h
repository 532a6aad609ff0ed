/* What boltsh prints: one thing in one line. */
#ifndef REPORT_H
#define REPORT_H

#include "bolt/session.h"

const char *report_status_name(status st);
void report_error(const error *err); /* begins with a blank: it follows a command's name */
void report_summary(const bolt_summary *summary);
void report_keys(const str *keys, size_t count);
void report_row(bolt_list row);
void report_result(const bolt_result *result);

#endif
