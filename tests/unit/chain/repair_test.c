/* Makes the changes of random repairs in a model of the graph, one after the other, as they are
 * described, and looks at what comes out. The cases with names are in chain_test.c. */
#include "chain/repair.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { MOST = 24, ROUNDS = 20000 };

typedef struct model_node {
    str id, version, checksum;
    bool repeatable;
    int64_t repetitions;
} model_node;

/* A list; its links are those between neighbours, and from the baseline to the first. */
typedef struct model {
    model_node nodes[2 * MOST];
    size_t count;
    recorded_counts counts;
} model;

static size_t place_of(const model *m, str id)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_eq(m->nodes[i].id, id))
            return i;
    cr_assert_fail("no node %.*s", STR_ARG(id));
    return 0;
}

static size_t place_behind(const model *m, str id)
{
    return str_eq(id, STR("0")) ? 0 : place_of(m, id) + 1;
}

static int64_t link_behind(const model *m, size_t place)
{
    return place < m->count;
}

static void cut(model *m, size_t place)
{
    for (size_t i = place; i + 1 < m->count; i++)
        m->nodes[i] = m->nodes[i + 1];
    m->count--;
}

static void put(model *m, size_t place, model_node node)
{
    for (size_t i = m->count; i > place; i--)
        m->nodes[i] = m->nodes[i - 1];
    m->nodes[place] = node;
    m->count++;
}

static void remove_row(model *m, str first, size_t count)
{
    size_t place = place_of(m, first);
    m->counts.nodes_deleted += (int64_t)count;
    for (size_t i = 0; i < count; i++) {
        m->counts.relationships_deleted += 1 + m->nodes[place].repetitions;
        cut(m, place);
    }
    m->counts.relationships_deleted += link_behind(m, place);
    m->counts.relationships_created += link_behind(m, place);
}

static void move(model *m, const recorded_change *c)
{
    size_t from = place_of(m, c->recorded->node.id);
    model_node moved = m->nodes[from];
    int64_t links = 1 + link_behind(m, from + 1);
    cut(m, from);
    size_t to = place_behind(m, c->after);
    cr_assert_neq(from, to, "it is there already");
    links += link_behind(m, to);
    put(m, to, moved);
    m->counts.relationships_deleted += links;
    m->counts.relationships_created += links;
}

/* Those behind one and the same node stand there in the order in which they come. */
static void insert(model *m, const recorded_change *c)
{
    size_t place = place_behind(m, c->after);
    while (place < m->count && str_eq(m->nodes[place].id, STR("new")))
        place++;
    cr_assert_lt(place, m->count, "inserted at the end");
    put(m, place,
        (model_node){ .id = STR("new"),
                      .version = c->local->version,
                      .checksum = c->local->checksum,
                      .repeatable = c->local->repeatable });
    m->counts.nodes_created++;
    m->counts.relationships_deleted++;
    m->counts.relationships_created += 2;
}

static void make(model *m, const recorded_change *c)
{
    switch (c->kind) {
    case RECORDED_UNREPEAT:
        remove_row(m, c->recorded->node.id, c->count);
        return;
    case RECORDED_REMOVE:
        remove_row(m, c->recorded->node.id, 1);
        return;
    case RECORDED_CHECKSUM:
        m->nodes[place_of(m, c->recorded->node.id)].checksum = c->local->checksum;
        return;
    case RECORDED_KIND:
        m->nodes[place_of(m, c->recorded->node.id)].repeatable = c->local->repeatable;
        return;
    case RECORDED_MOVE:
        move(m, c);
        return;
    case RECORDED_INSERT:
        insert(m, c);
        return;
    }
}

/* ---- Random stories ---- */

typedef struct story {
    arena *a;
    migration local[MOST];
    recorded_migration applied[MOST];
    chain_input input;
} story;

static bool chance(int one_in)
{
    return rand() % one_in == 0;
}

static str checksum(void)
{
    static const char *const sums[] = { "a", "b" };
    return chance(6) ? STR_NONE : str_from(sums[rand() % 2]);
}

static void find_some(story *s)
{
    size_t count = 0;
    for (int version = 1; version <= MOST / 2; version++)
        if (!chance(3))
            s->local[count++] = (migration){ .version = arena_printf(s->a, "%d", version),
                                             .description = STR("d"),
                                             .source = STR("s"),
                                             .repeatable = chance(4),
                                             .checksum = checksum() };
    s->input.local = (migration_list){ s->local, count };
}

static void record_some(story *s)
{
    size_t count = (size_t)rand() % (MOST / 2);
    bool mixed = chance(2);
    for (size_t i = 0; i < count; i++) {
        int version = mixed ? 1 + rand() % (MOST / 2) : (int)i + 1;
        s->applied[i] = (recorded_migration){
            .version = arena_printf(s->a, "%d", version),
            .source = STR("s"),
            .repeatable = chance(4),
            .checksum = checksum(),
            .node = { .id = arena_printf(s->a, "%zu", i + 1),
                      .previous = arena_printf(s->a, "%zu", i),
                      .repetitions = chance(4) ? rand() % 3 : 0,
                      .linked_at = rand() % 8 },
        };
    }
    s->input.recorded = (recorded_chain){
        .items = s->applied, .count = count, .baseline = STR("0"), .nodes = count
    };
}

static void expect_same(const model *m, const chain_repair *repair)
{
    const recorded_counts *a = &m->counts, *b = &repair->counts;
    cr_assert(a->nodes_deleted == b->nodes_deleted && a->nodes_created == b->nodes_created);
    cr_assert_eq(a->relationships_deleted, b->relationships_deleted);
    cr_assert_eq(a->relationships_created, b->relationships_created);
    cr_assert_eq(m->count, repair->after.count);
    for (size_t i = 0; i < m->count; i++) {
        cr_assert(str_eq(m->nodes[i].version, repair->after.items[i].version));
        cr_assert(str_eq(m->nodes[i].checksum, repair->after.items[i].checksum));
        cr_assert_eq(m->nodes[i].repeatable, repair->after.items[i].repeatable);
    }
}

static void run(story *s)
{
    chain_repair repair;
    error err = { .status = ST_OK };
    cr_assert_eq(chain_repair_build(&s->input, s->a, &repair, &err), ST_OK, "%s", err.message);
    model m = { .count = s->input.recorded.count };
    for (size_t i = 0; i < m.count; i++) {
        const recorded_migration *r = &s->applied[i];
        m.nodes[i] = (model_node){ r->node.id, r->version, r->checksum, r->repeatable,
                                   r->node.repetitions };
    }
    for (size_t i = 0; i < repair.count; i++)
        make(&m, &repair.changes[i]);
    expect_same(&m, &repair);
    chain_verdict verdict;
    s->input.recorded = repair.after;
    cr_assert_eq(chain_validate(&s->input, s->a, &verdict, NULL), ST_OK);
    cr_assert(verdict.outcome == CHAIN_VALID || verdict.outcome == CHAIN_INCOMPLETE_DATABASE);
}

Test(repair, whatever_was_recorded_fits_afterwards)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    srand(42);
    for (int i = 0; i < ROUNDS; i++) {
        arena_reset(&a);
        story s = { .a = &a, .input = { .out_of_order = chance(4) } };
        find_some(&s);
        record_some(&s);
        run(&s);
    }
}
