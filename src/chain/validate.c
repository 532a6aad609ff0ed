#include "chain/chain.h"

#include "chain/compare.h"

static status with_warning(chain_verdict verdict, const error *problem, arena *a,
                           chain_verdict *out, error *err)
{
    verdict.warning = arena_str(a, str_from(problem->message));
    if (!verdict.warning.data)
        return fail_no_memory(err);
    *out = verdict;
    return ST_OK;
}

static chain_verdict verdict_of_fault(chain_fault fault)
{
    return (chain_verdict){ .outcome = fault == CHAIN_MORE_APPLIED ? CHAIN_INCOMPLETE_MIGRATIONS
                                                                   : CHAIN_DIFFERENT_CONTENT,
                            .needs_repair = true };
}

status chain_validate(const chain_input *input, arena *a, chain_verdict *out, error *err)
{
    error problem = { .status = ST_OK };
    status st = chain_check_duplicates(&input->recorded, a, &problem);
    if (st == ST_MIGRATIONS)
        return with_warning((chain_verdict){ .outcome = CHAIN_DUPLICATE_VERSION }, &problem, a, out,
                            err);
    chain_input strict = *input;
    strict.skip_checksums = false;
    chain built;
    chain_fault fault = CHAIN_FITS;
    if (!st)
        st = chain_compare(&strict, a, &built, &fault, &problem);
    if (st == ST_MIGRATIONS)
        return with_warning(verdict_of_fault(fault), &problem, a, out, err);
    if (st)
        return fail_no_memory(err);
    *out = (chain_verdict){ .outcome = built.applied < built.count ? CHAIN_INCOMPLETE_DATABASE
                                                                   : CHAIN_VALID,
                            .warning = built.count ? STR_NONE : STR("No migrations resolved.") };
    return ST_OK;
}
