/* Values as Bolt carries them, in both directions. Immutable once decoded; text and items live in
 * the arena of whoever decoded or built them, and are borrowed by everybody else. Source of the
 * facts: the Bolt protocol documentation, "PackStream" and "Structure semantics". What needs no text
 * of ours is declared in the public header, and is the same inside and outside. */
#ifndef BOLT_VALUE_H
#define BOLT_VALUE_H

#include "base/arena.h"
#include "base/str.h"

#include <neo4j_bolt.h>

typedef struct bolt_value bolt_value;
typedef struct bolt_entry bolt_entry;

typedef struct bolt_list {
    const bolt_value *items;
    size_t count;
} bolt_list;

/* Keys in the order of arrival; of duplicates the last one counts. */
typedef struct bolt_map {
    const bolt_entry *entries;
    size_t count;
} bolt_map;

typedef struct bolt_node {
    int64_t id;
    bolt_list labels;
    bolt_map properties;
    str element_id; /* before Bolt 5: the decimal text of id */
} bolt_node;

typedef struct bolt_relationship {
    int64_t id, start_id, end_id; /* start and end are 0 in an unbound one */
    str type;
    bolt_map properties;
    str element_id, start_element_id, end_element_id;
} bolt_relationship;

/* The first node, then pairs of indices (relationship, node): a relationship's is 1-based, and negative when
 * it is walked against its direction. Types, bounds and parity have been checked. */
typedef struct bolt_path {
    bolt_list nodes;
    bolt_list relationships; /* unbound */
    bolt_list indices;
} bolt_path;

/* Date: days in `seconds`. Time: nanoseconds since midnight in `nanoseconds`. */
typedef struct bolt_temporal {
    int64_t seconds;     /* since 1970; days for a date */
    int64_t nanoseconds; /* of the second, or since midnight */
    int64_t offset;      /* seconds east of UTC, of a time or a datetime with offset */
    str zone;            /* IANA name, of a datetime with zone */
    bool local; /* a zoned datetime of a server before UTC was agreed: seconds are wall time */
} bolt_temporal;

typedef struct bolt_vector {
    bolt_vector_type type;
    str data; /* big-endian, packed */
} bolt_vector;

typedef struct bolt_unsupported {
    str name;
    int64_t minimum_major, minimum_minor; /* the Bolt version that could carry it */
    str message;
} bolt_unsupported;

typedef struct bolt_struct {
    uint8_t tag;
    bolt_list fields;
} bolt_struct;

struct bolt_value {
    bolt_type type;
    union {
        bool boolean;
        int64_t integer;
        double real;
        str bytes;
        str string; /* valid UTF-8, may contain NUL */
        bolt_list list;
        bolt_map map;
        const bolt_node *node;
        const bolt_relationship *relationship;
        const bolt_path *path;
        const bolt_temporal *temporal;
        const bolt_duration *duration;
        const bolt_point *point;
        bolt_vector vector;
        const uint8_t *uuid; /* 16 bytes in the order of RFC 9562 */
        const bolt_unsupported *unsupported;
        const bolt_struct *structure;
    } as;
};

struct bolt_entry {
    str key;
    bolt_value value;
};

bolt_value bolt_null(void);
bolt_value bolt_bool(bool value);
bolt_value bolt_int(int64_t value);
bolt_value bolt_float(double value);
bolt_value bolt_string(str value); /* STR_NONE gives null */
bolt_value bolt_bytes(str value);
bolt_value bolt_list_of(const bolt_value *items, size_t count);
bolt_value bolt_map_of(const bolt_entry *entries, size_t count);

/* NULL when the key is not there. */
const bolt_value *bolt_map_get(bolt_map map, const char *key);

/* What is under the key if it has that type; otherwise the given default. */
str bolt_map_string(bolt_map map, const char *key, str otherwise);
int64_t bolt_map_int(bolt_map map, const char *key, int64_t otherwise);
bool bolt_map_bool(bolt_map map, const char *key, bool otherwise);
bolt_map bolt_map_map(bolt_map map, const char *key); /* otherwise empty */
bolt_list bolt_map_list(bolt_map map, const char *key);

bool bolt_value_equal(const bolt_value *a, const bolt_value *b);

/* A deep copy into another arena; false when there is no memory. */
bool bolt_value_copy(arena *a, const bolt_value *value, bolt_value *out);

#endif
