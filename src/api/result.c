#include "api/handle.h"

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
    return result->text;
}

const char *n4m_result_version(const n4m_result *result)
{
    return result->version;
}

n4m_outcome n4m_result_outcome(const n4m_result *result)
{
    return result->outcome;
}

int n4m_result_needs_repair(const n4m_result *result)
{
    return result->needs_repair;
}

const char *const *n4m_result_warnings(const n4m_result *result)
{
    return result->warnings;
}

const n4m_place *n4m_result_place(const n4m_result *result)
{
    return &result->place;
}

size_t n4m_result_element_count(const n4m_result *result)
{
    return result->element_count;
}

const n4m_element *n4m_result_element(const n4m_result *result, size_t index)
{
    return index < result->element_count ? &result->elements[index] : NULL;
}

size_t n4m_result_skipped_count(const n4m_result *result)
{
    return result->skipped_count;
}

const n4m_skipped *n4m_result_skipped(const n4m_result *result, size_t index)
{
    return index < result->skipped_count ? &result->skipped[index] : NULL;
}

const n4m_deleted *n4m_result_deleted(const n4m_result *result)
{
    return &result->deleted;
}

int n4m_result_repaired(const n4m_result *result)
{
    return result->repaired;
}

const n4m_counts *n4m_result_counts(const n4m_result *result)
{
    return &result->counts;
}

size_t n4m_result_change_count(const n4m_result *result)
{
    return result->change_count;
}

const n4m_change *n4m_result_change(const n4m_result *result, size_t index)
{
    return index < result->change_count ? &result->changes[index] : NULL;
}

size_t n4m_result_run_count(const n4m_result *result)
{
    return result->run_count;
}

size_t n4m_result_lock_count(const n4m_result *result)
{
    return result->lock_count;
}

const n4m_lock *n4m_result_lock(const n4m_result *result, size_t index)
{
    return index < result->lock_count ? &result->locks[index] : NULL;
}

int n4m_result_released(const n4m_result *result)
{
    return result->released;
}
