/* The numbers of a vector, which come packed and big-endian. */
#include "bolt/structure.h"
#include "driver/handle.h"

#include <string.h>

static const bolt_vector *vector_of(const bolt_value *value)
{
    return value && value->type == BOLT_VECTOR ? &value->as.vector : NULL;
}

size_t bolt_vector_count(const bolt_value *vector)
{
    const bolt_vector *v = vector_of(vector);
    return v ? v->data.len / bolt_vector_width(v->type) : 0;
}

bolt_vector_type bolt_vector_number_type(const bolt_value *vector)
{
    const bolt_vector *v = vector_of(vector);
    return v ? v->type : (bolt_vector_type)0;
}

static uint64_t bits_at(const bolt_vector *v, size_t index)
{
    size_t width = bolt_vector_width(v->type);
    const char *at = v->data.data + index * width;
    uint64_t bits = 0;
    for (size_t i = 0; i < width; i++)
        bits = bits << 8 | (uint8_t)at[i];
    return bits;
}

static double float32(uint64_t bits)
{
    uint32_t narrow = (uint32_t)bits;
    float number;
    memcpy(&number, &narrow, sizeof number);
    return (double)number;
}

static double float64(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static int64_t to_int(double number)
{
    if (number != number)
        return 0;
    if (number >= 0x1p63)
        return INT64_MAX;
    return number <= -0x1p63 ? INT64_MIN : (int64_t)number;
}

/* Exactly one of them is what the number is. */
typedef struct number {
    bool is_float;
    int64_t integer;
    double real;
} number;

static number number_at(const bolt_vector *v, size_t index)
{
    uint64_t bits = bits_at(v, index);
    switch (v->type) {
    case BOLT_VECTOR_INT8:
        return (number){ .integer = (int8_t)bits };
    case BOLT_VECTOR_INT16:
        return (number){ .integer = (int16_t)bits };
    case BOLT_VECTOR_INT32:
        return (number){ .integer = (int32_t)bits };
    case BOLT_VECTOR_INT64:
        return (number){ .integer = (int64_t)bits };
    case BOLT_VECTOR_FLOAT32:
        return (number){ .is_float = true, .real = float32(bits) };
    case BOLT_VECTOR_FLOAT64:
        return (number){ .is_float = true, .real = float64(bits) };
    }
    return (number){ 0 };
}

int64_t bolt_vector_int(const bolt_value *vector, size_t index)
{
    if (index >= bolt_vector_count(vector))
        return 0;
    number n = number_at(vector_of(vector), index);
    return n.is_float ? to_int(n.real) : n.integer;
}

double bolt_vector_float(const bolt_value *vector, size_t index)
{
    if (index >= bolt_vector_count(vector))
        return 0;
    number n = number_at(vector_of(vector), index);
    return n.is_float ? n.real : (double)n.integer;
}
