/* PackStream: values as bytes and back. Source: the Bolt documentation, "PackStream" and "Structure
 * semantics". Knows values and versions; nothing of chunks or messages. */
#ifndef BOLT_PACKSTREAM_H
#define BOLT_PACKSTREAM_H

#include "base/buf.h"
#include "bolt/value.h"
#include "bolt/version.h"

enum {
    BOLT_MAX_DEPTH = 512, /* lists, maps and structures within each other, in both directions */
};
#define BOLT_MAX_LENGTH INT32_MAX /* of text, bytes, lists and maps, by the protocol */

/* ---- Writing. Failure is sticky: pack twenty things, check once in bolt_packer_finish. ---- */

typedef struct bolt_packer {
    buf *out;
    const bolt_version *version;
    error *err; /* filled by the first failure; may be NULL */
    status failure;
} bolt_packer;

void bolt_packer_init(bolt_packer *p, buf *out, const bolt_version *version, error *err);

/* What went wrong first: ST_ARGUMENT for what cannot be sent, ST_NO_MEMORY when `out` has failed.
 */
MUST_CHECK status bolt_packer_finish(bolt_packer *p);

/* All in their smallest form. */
void bolt_pack_null(bolt_packer *p);
void bolt_pack_bool(bolt_packer *p, bool value);
void bolt_pack_int(bolt_packer *p, int64_t value);
void bolt_pack_float(bolt_packer *p, double value);
void bolt_pack_string(bolt_packer *p, str value); /* must be valid UTF-8; STR_NONE is null */
void bolt_pack_bytes(bolt_packer *p, str value);
void bolt_pack_list(bolt_packer *p, size_t count);                  /* items follow */
void bolt_pack_map(bolt_packer *p, size_t count);                   /* keys and values follow */
void bolt_pack_struct(bolt_packer *p, uint8_t tag, unsigned count); /* at most 15 fields follow */

/* A value that a statement may carry. Refused: nodes, relationships, paths, unsupported and unknown
 * structures; what the version cannot carry (vectors, UUIDs; a datetime with a named zone that is
 * not in the form the version uses, since only a time zone database could convert it); text that is
 * not UTF-8; nesting beyond BOLT_MAX_DEPTH. Servers refuse a map that has a key twice; that is not
 * looked for here. */
void bolt_pack_value(bolt_packer *p, const bolt_value *value);
void bolt_pack_entries(bolt_packer *p, bolt_map map);

/* ---- Reading, from a whole message ---- */

/* Reads exactly one value; bytes after it are an error. Text and bytes are not copied: they borrow
 * from `data`, everything else lives in the arena; bolt_value_copy makes a value outlive its
 * message.
 *
 * ST_PROTOCOL for whatever is malformed. Counts are compared with the bytes that are there before
 * anything is allocated; the arena receives at most 64 bytes for each byte of `data`, and its limit
 * holds. A structure whose tag, number of fields or kinds of fields are not those of the protocol
 * version is no error: it becomes BOLT_STRUCT. */
MUST_CHECK status bolt_unpack(str data, const bolt_version *version, arena *a, bolt_value *out,
                              error *err);

/* The same for a message: a structure of any tag and up to 15 fields, kept as such. */
MUST_CHECK status bolt_unpack_message(str data, const bolt_version *version, arena *a,
                                      bolt_struct *out, error *err);

#endif
