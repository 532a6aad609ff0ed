/* Values as a person writes and reads them: JSON, and maps of a single key that begins with @ for
 * what JSON lacks, one for each type of bolt/value.h:
 *
 *     {"@bytes": "00ff"}                   {"@float": "nan"}           {"@uuid": "00112233..."}
 *     {"@date": 1}                         {"@time": [nanos, offset]}  {"@localtime": nanos}
 *     {"@datetime": [s, nanos, offset]}    {"@localdatetime": [s, nanos]}
 *     {"@zoned": [s, nanos, "zone"]}       {"@walltime": [s, nanos, "zone"]} (seconds are not UTC)
 *     {"@duration": [months, days, s, nanos]}
 *     {"@point": [srid, x, y]}             {"@vector": [type, "hex"]}
 *     {"@node": [id, labels, properties, element id]}
 *     {"@relationship": [id, start, end, type, properties, element ids of all three]}
 *     {"@unbound": [id, type, properties, element id]}
 *     {"@path": [nodes, relationships, indices]}
 *     {"@unsupported": [name, major, minor, message]}
 *     {"@struct": [tag, fields]}
 *
 * Only what can be a parameter is parsed, with node and struct to see them refused. */
#ifndef VALUE_TEXT_H
#define VALUE_TEXT_H

#include "bolt/value.h"

#include <stdio.h>

/* Ends the program when the text is not a value. */
bolt_value value_parse(str text, arena *a);

void value_print(FILE *out, const bolt_value *value);
void value_print_list(FILE *out, bolt_list list);
void value_print_text(FILE *out, str text); /* quoted */

#endif
