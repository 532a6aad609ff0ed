/* Runs the cases of tests/data/chain, where their language is told. */
#include "chain/chain.h"
#include "chain/repair.h"

#include "base/file.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 32 };

typedef struct story {
    arena *a;
    str name;
    migration local[MOST];
    recorded_migration applied[MOST];
    chain_input input;
} story;

static str next_word(str *rest)
{
    str word;
    do
        word = str_split(rest, ' ');
    while (word.len == 0 && rest->data);
    return word;
}

static str with_dots(arena *a, str version)
{
    str copy = arena_str(a, version);
    char *text = arena_alloc(a, copy.len + 1);
    for (size_t i = 0; i < copy.len; i++)
        text[i] = copy.data[i];
    for (size_t i = 0; i < copy.len; i++)
        if (text[i] == '_')
            text[i] = '.';
    return (str){ text, copy.len };
}

static str checksum_of(str text)
{
    return str_eq(text, STR("-")) ? STR_NONE : text;
}

static void read_local(story *s, str rest)
{
    size_t count = 0;
    for (str word = next_word(&rest); word.len; word = next_word(&rest)) {
        bool repeatable = word.data[0] == 'R';
        str sums = str_from_index(word, 1), version = with_dots(s->a, str_split(&sums, ':'));
        str *alternatives = arena_array(s->a, 1, sizeof(str));
        str checksum = str_split(&sums, '=');
        alternatives[0] = sums;
        s->local[count++] =
            (migration){ .version = version,
                         .description = arena_printf(s->a, "about %.*s", STR_ARG(version)),
                         .repeatable = repeatable,
                         .checksum = checksum_of(checksum),
                         .alternatives = alternatives,
                         .alternative_count = sums.data ? 1 : 0 };
    }
    s->input.local = (migration_list){ s->local, count };
}

/* A number behind a mark, which is cut off. */
static int64_t mark(str *word, char sign)
{
    uint64_t number = 0;
    str rest = *word, before = str_split(&rest, sign);
    if (rest.data)
        cr_assert(str_to_u64(rest, &number), "%.*s", STR_ARG(*word));
    *word = before;
    return (int64_t)number;
}

/* Ids are places; one of a node that is passed over is "hidden". */
static recorded_node read_node(story *s, str *word, size_t place)
{
    recorded_node node = { .id = arena_printf(s->a, "%zu", place + 1),
                           .previous = arena_printf(s->a, "%zu", place) };
    node.linked_at = mark(word, '@');
    node.repetitions = mark(word, '*');
    if (str_starts(*word, STR("~"))) {
        node.previous = STR("hidden");
        *word = str_from_index(*word, 1);
    }
    return node;
}

static void read_applied(story *s, str rest)
{
    size_t count = 0;
    for (str word = next_word(&rest); word.len; word = next_word(&rest)) {
        if (str_eq(word, STR("~"))) {
            s->input.recorded.followed = true;
            continue;
        }
        recorded_node node = read_node(s, &word, count);
        bool repeatable = word.data[0] == 'R';
        str sum = str_from_index(word, 1), version = with_dots(s->a, str_split(&sum, ':'));
        s->applied[count++] =
            (recorded_migration){ .version = version,
                                  .source = arena_printf(s->a, "source of %.*s", STR_ARG(version)),
                                  .repeatable = repeatable,
                                  .checksum = checksum_of(sum),
                                  .node = node };
    }
    s->input.recorded.items = s->applied;
    s->input.recorded.count = s->input.recorded.nodes = count;
    s->input.recorded.baseline = STR("0");
}

static void read_settings(story *s, str rest)
{
    for (str word = next_word(&rest); word.len; word = next_word(&rest)) {
        uint64_t number;
        if (str_eq(word, STR("out-of-order")))
            s->input.out_of_order = true;
        else if (str_eq(word, STR("unchecked")))
            s->input.skip_checksums = true;
        else if (str_eq(word, STR("lexicographic")))
            s->input.order = VERSION_LEXICOGRAPHIC;
        else if (str_starts(word, STR("nodes=")) && str_to_u64(str_from_index(word, 6), &number))
            s->input.recorded.nodes = number;
        else
            cr_assert_fail("unknown setting %.*s", STR_ARG(word));
    }
}

/* ---- Answers as text ---- */

static str of_error(story *s, const error *err)
{
    return arena_printf(s->a, "error %s", err->message);
}

static str of_chain(story *s, chain_mode mode)
{
    chain built;
    error err = { .status = ST_OK };
    if (chain_build(&s->input, mode, s->a, &built, &err))
        return of_error(s, &err);
    str text = built.count ? STR("") : STR("nothing");
    for (size_t i = 0; i < built.count; i++) {
        const chain_element *e = &built.items[i];
        str version = e->local ? e->local->version : e->recorded->version;
        text = arena_printf(s->a, "%.*s%s%.*s %s", STR_ARG(text), i ? ", " : "", STR_ARG(version),
                            e->recorded ? "applied" : "pending");
    }
    return text;
}

static str of_verdict(story *s)
{
    static const char *const names[] = { [CHAIN_VALID] = "VALID",
                                         [CHAIN_INCOMPLETE_DATABASE] = "INCOMPLETE_DATABASE",
                                         [CHAIN_INCOMPLETE_MIGRATIONS] = "INCOMPLETE_MIGRATIONS",
                                         [CHAIN_DIFFERENT_CONTENT] = "DIFFERENT_CONTENT",
                                         [CHAIN_DUPLICATE_VERSION] = "DUPLICATE_VERSION",
                                         [CHAIN_UNDEFINED] = "UNDEFINED" };
    chain_verdict verdict;
    cr_assert_eq(chain_validate(&s->input, s->a, &verdict, NULL), ST_OK);
    return arena_printf(s->a, "%s%s%s%.*s", names[verdict.outcome],
                        verdict.needs_repair ? " needs repair" : "",
                        verdict.warning.data ? " " : "", STR_ARG(verdict.warning));
}

static str of_step(story *s, const chain_step *step)
{
    static const char *const words[] = { "skip", "apply", "repeat" };
    str version = step->migration->version;
    if (step->action == CHAIN_SKIP)
        return arena_printf(s->a, "skip %.*s", STR_ARG(version));
    return arena_printf(s->a, "%s %.*s after %.*s", words[step->action], STR_ARG(version),
                        STR_ARG(step->previous));
}

static str of_plan(story *s, str target_text)
{
    chain compared;
    chain_target target;
    chain_plan plan;
    error err = { .status = ST_OK };
    if (chain_build(&s->input, CHAIN_COMPARE, s->a, &compared, &err) ||
        chain_target_resolve(target_text, &compared, &s->input.local, s->a, &target, &err) ||
        chain_plan_build(&compared, &target, s->input.order, s->a, &plan, &err))
        return of_error(s, &err);
    str text = plan.count ? STR("") : STR("nothing");
    for (size_t i = 0; i < plan.count; i++)
        text = arena_printf(s->a, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "",
                            STR_ARG(of_step(s, &plan.steps[i])));
    return text;
}

/* Where a node is told by its place, that is checked against the version that is told. */
static str behind(const story *s, const recorded_change *c)
{
    uint64_t place;
    cr_assert(str_to_u64(c->after, &place));
    str version = place ? s->applied[place - 1].version : STR("BASELINE");
    cr_expect(str_eq(version, c->after_version), "%.*s", STR_ARG(c->after_version));
    return arena_printf(s->a, "behind %.*s", STR_ARG(c->after_version));
}

static str of_change(const story *s, const recorded_change *c)
{
    str version = c->recorded ? c->recorded->version : c->local->version;
    str checksum = c->local && c->local->checksum.data ? c->local->checksum : STR("-");
    switch (c->kind) {
    case RECORDED_UNREPEAT:
        return arena_printf(s->a, "unrepeat %.*s at %.*s x%zu", STR_ARG(version),
                            STR_ARG(c->recorded->node.id), c->count);
    case RECORDED_CHECKSUM:
        return arena_printf(s->a, "checksum of %.*s is %.*s", STR_ARG(version), STR_ARG(checksum));
    case RECORDED_KIND:
        return arena_printf(s->a, "%.*s is %c", STR_ARG(version), c->local->repeatable ? 'R' : 'V');
    case RECORDED_REMOVE:
        return arena_printf(s->a, "remove %.*s", STR_ARG(version));
    case RECORDED_MOVE:
        return arena_printf(s->a, "move %.*s %.*s", STR_ARG(version), STR_ARG(behind(s, c)));
    case RECORDED_INSERT:
        return arena_printf(s->a, "insert %.*s %.*s", STR_ARG(version), STR_ARG(behind(s, c)));
    }
    return STR_NONE;
}

static str of_counts(const story *s, const recorded_counts *c)
{
    return arena_printf(s->a, "-%d -%d +%d +%d", (int)c->nodes_deleted,
                        (int)c->relationships_deleted, (int)c->nodes_created,
                        (int)c->relationships_created);
}

static str of_repair(story *s)
{
    chain_repair repair;
    error err = { .status = ST_OK };
    if (chain_repair_build(&s->input, s->a, &repair, &err))
        return of_error(s, &err);
    str text = repair.count ? STR("") : STR("nothing");
    for (size_t i = 0; i < repair.count; i++)
        text = arena_printf(s->a, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "",
                            STR_ARG(of_change(s, &repair.changes[i])));
    text = arena_printf(s->a, "%.*s; %.*s;", STR_ARG(text), STR_ARG(of_counts(s, &repair.counts)));
    for (size_t i = 0; i < repair.after.count; i++) {
        const recorded_migration *m = &repair.after.items[i];
        str checksum = m->checksum.data ? m->checksum : STR("-");
        text = arena_printf(s->a, "%.*s %c%.*s:%.*s", STR_ARG(text), m->repeatable ? 'R' : 'V',
                            STR_ARG(m->version), STR_ARG(checksum));
    }
    return text;
}

static str answer(story *s, str question)
{
    if (str_eq(question, STR("repair")))
        return of_repair(s);

    if (str_eq(question, STR("compare")))
        return of_chain(s, CHAIN_COMPARE);
    if (str_eq(question, STR("remote")))
        return of_chain(s, CHAIN_REMOTE);
    if (str_eq(question, STR("found")))
        return of_chain(s, CHAIN_LOCAL);
    if (str_eq(question, STR("validate")))
        return of_verdict(s);
    cr_assert(str_starts(question, STR("apply")), "unknown question %.*s", STR_ARG(question));
    return of_plan(s, str_from_index(question, 6));
}

static void check(story *s, str line, size_t arrow)
{
    str question = str_slice(line, 0, arrow - 1), wanted = str_from_index(line, arrow + 3);
    str got = answer(s, question);
    bool any_error = str_eq(wanted, STR("error")) && str_starts(got, STR("error "));
    cr_expect(any_error || str_eq(got, wanted), "case %.*s, %.*s\n    wanted %.*s\n    got    %.*s",
              STR_ARG(s->name), STR_ARG(question), STR_ARG(wanted), STR_ARG(got));
}

static void read_line(story *s, str line)
{
    size_t arrow = str_find(line, STR("=>"), 0);
    str rest = line, word = next_word(&rest);
    if (arrow != STR_NOT_FOUND)
        check(s, line, arrow);
    else if (str_eq(word, STR("case")))
        *s = (story){ .a = s->a, .name = rest };
    else if (str_eq(word, STR("local")))
        read_local(s, rest);
    else if (str_eq(word, STR("applied")))
        read_applied(s, rest);
    else if (str_eq(word, STR("set")))
        read_settings(s, rest);
    else
        cr_assert_fail("cannot read the line %.*s", STR_ARG(line));
}

static void run_file(const char *path, size_t least)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str text;
    size_t questions = 0;
    cr_assert_eq(file_read(path, 1 << 20, &a, &text, NULL), ST_OK);
    story s = { .a = &a };
    while (text.data) {
        str line = str_split(&text, '\n');
        if (line.len == 0 || line.data[0] == '#')
            continue;
        questions += str_find(line, STR("=>"), 0) != STR_NOT_FOUND;
        read_line(&s, line);
    }
    cr_assert_gt(questions, least);
}

Test(chain, cases)
{
    run_file(TEST_DATA "/chain/cases.txt", 80);
}

Test(chain, repairs)
{
    run_file(TEST_DATA "/chain/repair.txt", 30);
}

/* ---- Out of memory ---- */

typedef struct failing {
    int left;
} failing;

static void *resize_or_fail(void *user, void *block, size_t size)
{
    failing *f = user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return f->left-- > 0 ? realloc(block, size) : NULL;
}

static status plan_all(const chain_input *input, arena *a)
{
    chain built;
    chain_target target;
    chain_plan plan;
    chain_verdict verdict;
    error err;
    status st = chain_build(input, CHAIN_COMPARE, a, &built, &err);
    if (!st)
        st = chain_target_resolve(STR("V1"), &built, &input->local, a, &target, &err);
    if (!st)
        st = chain_plan_build(&built, &target, input->order, a, &plan, &err);
    if (!st)
        st = chain_validate(input, a, &verdict, &err);
    return st;
}

Test(chain, running_out_of_memory_is_an_error)
{
    enum { MANY = 4000 };
    ARENA_AUTO data = ARENA_INIT(NULL, 0);
    migration *local = arena_array(&data, MANY, sizeof *local);
    recorded_migration *applied = arena_array(&data, MANY, sizeof *applied);
    for (int i = 0; i < MANY; i++) {
        local[i].version = applied[i].version = arena_printf(&data, "%d", i + 1);
        local[i].checksum = applied[i].checksum = STR("1");
    }
    chain_input input = {
        .local = { local, MANY },
        .recorded = { .items = applied, .count = MANY / 2, .nodes = MANY / 2 },
    };
    status st = ST_NO_MEMORY;
    for (int allocations = 0; st; allocations++) {
        failing f = { allocations };
        allocator mem = { resize_or_fail, &f };
        ARENA_AUTO a = ARENA_INIT(&mem, 0);
        st = plan_all(&input, &a);
        cr_assert(st == ST_OK || st == ST_NO_MEMORY);
        cr_assert_lt(allocations, 100);
    }
}
