#include "bolt/value.h"

#include <criterion/criterion.h>

static bolt_value vector(bolt_vector_type type, str data)
{
    return (bolt_value){ BOLT_VECTOR, { .vector = { type, data } } };
}

Test(vector, integers_of_all_widths)
{
    bolt_value narrow = vector(BOLT_VECTOR_INT8, STR("\x7F\x80"));
    bolt_value two = vector(BOLT_VECTOR_INT16, STR("\x01\x02\xFF\xFE"));
    bolt_value four = vector(BOLT_VECTOR_INT32, STR("\x80\x00\x00\x00"));
    bolt_value eight = vector(BOLT_VECTOR_INT64, STR("\x80\x00\x00\x00\x00\x00\x00\x01"));
    cr_assert_eq(bolt_vector_count(&narrow), 2);
    cr_assert_eq(bolt_vector_int(&narrow, 0), 127);
    cr_assert_eq(bolt_vector_int(&narrow, 1), -128);
    cr_assert_eq(bolt_vector_int(&two, 0), 258);
    cr_assert_eq(bolt_vector_int(&two, 1), -2);
    cr_assert_eq(bolt_vector_float(&two, 1), -2.0);
    cr_assert_eq(bolt_vector_int(&four, 0), INT32_MIN);
    cr_assert_eq(bolt_vector_int(&eight, 0), INT64_MIN + 1);
    cr_assert_eq(bolt_vector_number_type(&eight), BOLT_VECTOR_INT64);
}

Test(vector, floats_of_both_widths)
{
    bolt_value single = vector(BOLT_VECTOR_FLOAT32, STR("\xC0\x20\x00\x00\x7F\xC0\x00\x00"));
    bolt_value big = vector(BOLT_VECTOR_FLOAT64, STR("\x7F\xF0\x00\x00\x00\x00\x00\x00"
                                                     "\xFF\xF0\x00\x00\x00\x00\x00\x00"
                                                     "\x3F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"));
    cr_assert_eq(bolt_vector_float(&single, 0), -2.5);
    cr_assert_eq(bolt_vector_int(&single, 0), -2);
    cr_assert_eq(bolt_vector_int(&single, 1), 0); /* NaN */
    cr_assert_eq(bolt_vector_int(&big, 0), INT64_MAX);
    cr_assert_eq(bolt_vector_int(&big, 1), INT64_MIN);
    cr_assert_eq(bolt_vector_int(&big, 2), 1);
}

Test(vector, beyond_the_end_and_of_other_values)
{
    bolt_value one = vector(BOLT_VECTOR_INT8, STR("\x01")), number = bolt_int(1);
    cr_assert_eq(bolt_vector_int(&one, 1), 0);
    cr_assert_eq(bolt_vector_float(&one, SIZE_MAX), 0.0);
    cr_assert_eq(bolt_vector_count(&number), 0);
    cr_assert_eq(bolt_vector_int(&number, 0), 0);
    cr_assert_eq(bolt_vector_count(NULL), 0);
    cr_assert_eq((int)bolt_vector_number_type(&number), 0);
}
