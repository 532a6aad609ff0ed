#include "api/handle.h"

static const char *const no_texts[] = { NULL };

const n4m_result api_empty_result = {
    .text = "",
    .warnings = no_texts,
    .deleted = { .chains = no_texts,
                 .constraint_names = no_texts,
                 .index_names = no_texts,
                 .lock_names = no_texts },
};

/* Readers of what an operation that has failed did not make find nothing in it. */
static const n4m_result *or_empty(const n4m_result *result)
{
    return result ? result : &api_empty_result;
}

void n4m_result_free(n4m_result *result)
{
    if (!result)
        return;
    arena_finish(&result->a);
    allocator mem = result->mem;
    mem_free(&mem, result);
}

const char *n4m_result_text(const n4m_result *result)
{
    return or_empty(result)->text;
}

const char *n4m_result_version(const n4m_result *result)
{
    return or_empty(result)->version;
}

n4m_outcome n4m_result_outcome(const n4m_result *result)
{
    return or_empty(result)->outcome;
}

int n4m_result_needs_repair(const n4m_result *result)
{
    return or_empty(result)->needs_repair;
}

const char *const *n4m_result_warnings(const n4m_result *result)
{
    return or_empty(result)->warnings;
}

const n4m_place *n4m_result_place(const n4m_result *result)
{
    return &or_empty(result)->place;
}

size_t n4m_result_element_count(const n4m_result *result)
{
    return or_empty(result)->element_count;
}

const n4m_element *n4m_result_element(const n4m_result *result, size_t index)
{
    return index < n4m_result_element_count(result) ? &result->elements[index] : NULL;
}

size_t n4m_result_skipped_count(const n4m_result *result)
{
    return or_empty(result)->skipped_count;
}

const n4m_skipped *n4m_result_skipped(const n4m_result *result, size_t index)
{
    return index < n4m_result_skipped_count(result) ? &result->skipped[index] : NULL;
}

const n4m_deleted *n4m_result_deleted(const n4m_result *result)
{
    return &or_empty(result)->deleted;
}

int n4m_result_repaired(const n4m_result *result)
{
    return or_empty(result)->repaired;
}

const n4m_counts *n4m_result_counts(const n4m_result *result)
{
    return &or_empty(result)->counts;
}

size_t n4m_result_change_count(const n4m_result *result)
{
    return or_empty(result)->change_count;
}

const n4m_change *n4m_result_change(const n4m_result *result, size_t index)
{
    return index < n4m_result_change_count(result) ? &result->changes[index] : NULL;
}

size_t n4m_result_run_count(const n4m_result *result)
{
    return or_empty(result)->run_count;
}

size_t n4m_result_lock_count(const n4m_result *result)
{
    return or_empty(result)->lock_count;
}

const n4m_lock *n4m_result_lock(const n4m_result *result, size_t index)
{
    return index < n4m_result_lock_count(result) ? &result->locks[index] : NULL;
}

int n4m_result_released(const n4m_result *result)
{
    return or_empty(result)->released;
}

const n4m_counters *n4m_result_counters(const n4m_result *result)
{
    return &or_empty(result)->counters;
}

size_t n4m_result_statement_count(const n4m_result *result)
{
    return or_empty(result)->statement_count;
}

const n4m_statement *n4m_result_statement(const n4m_result *result, size_t index)
{
    return index < n4m_result_statement_count(result) ? &result->statements[index] : NULL;
}

/* ---- Catalogs ---- */

size_t n4m_result_item_count(const n4m_result *result)
{
    return or_empty(result)->item_count;
}

const n4m_item *n4m_result_item(const n4m_result *result, size_t index)
{
    return index < n4m_result_item_count(result) ? &result->items[index] : NULL;
}

size_t n4m_result_left_out(const n4m_result *result)
{
    return or_empty(result)->left_out;
}

n4m_relation n4m_result_relation(const n4m_result *result)
{
    return or_empty(result)->relation;
}

size_t n4m_result_difference_count(const n4m_result *result, n4m_side side)
{
    return or_empty(result)->difference_counts[side == N4M_RIGHT];
}

const n4m_difference *n4m_result_difference(const n4m_result *result, n4m_side side, size_t index)
{
    size_t at = side == N4M_RIGHT;
    return index < n4m_result_difference_count(result, side) ? &result->differences[at][index]
                                                             : NULL;
}
