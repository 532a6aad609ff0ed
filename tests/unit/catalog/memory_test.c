/* Memory runs out at every single allocation: an error that says so, and nothing else. */
#include "catalog/diff.h"
#include "catalog/items.h"
#include "catalog/render.h"
#include "catalog/rows.h"
#include "failing_memory.h"

/* So many that each array is an allocation of its own. */
enum { MANY = 1 << 17 };

static status read_and_compare(arena *a, error *err)
{
    catalog_row rows[] = {
        { .description = STR("CONSTRAINT ON ( b:B ) ASSERT (b.a, b.b, b.c, b.d, b.e, b.f, b.g, "
                             "b.h, b.i) IS NODE KEY") },
        { .description = STR("CONSTRAINT ON ()-[ liked:LIKED ]-() ASSERT exists(liked.x)") },
    };
    catalog_item items[2];
    status st = ST_OK;
    for (size_t i = 0; !st && i < 2; i++) {
        bool is_one = false;
        st = catalog_read_row(&rows[i], (catalog_reading){ 0 }, a, &is_one, &items[i], err);
        cr_assert(st || is_one);
    }
    catalog_item *left = st ? NULL : arena_array(a, MANY, sizeof *left);
    if (!left)
        return st ? st : fail_no_memory(err);
    for (size_t i = 0; i < MANY; i++)
        left[i] = items[0];
    catalog_diff diff;
    st = catalog_compare((catalog_items){ left, MANY }, (catalog_items){ items + 1, 1 },
                         (catalog_equality){ 0 }, a, &diff, err);
    cr_assert(st || (diff.left_count == MANY && diff.right_count == 1));
    return st;
}

static void check(const failing_memory *f, status st, const error *err)
{
    cr_assert(!st || (st == ST_NO_MEMORY && f->failed && err->message[0]), "%d %s", (int)st,
              err->message);
}

Test(memory, rows_and_differences)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        {
            error err = { 0 };
            ARENA_AUTO a = ARENA_INIT(&mem, 0);
            check(&f, read_and_compare(&a, &err), &err);
        }
        cr_assert_eq(f.blocks, 0);
    }
}

Test(memory, statements)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        {
            error err = { 0 };
            ARENA_AUTO a = ARENA_INIT(NULL, 0);
            BUF_AUTO out = BUF_INIT(&mem, 0);
            catalog_item item = { .kind = CATALOG_FULLTEXT,
                                  .name = STR("n"),
                                  .labels = names_of(&a, STR("A|B C"), '|'),
                                  .properties = names_of(&a, STR("a,b"), ',') };
            catalog_server server = { .major = 5, .minor = 26 };
            size_t left_out = 0;
            for (size_t i = 0; i < 20; i++)
                catalog_render_script((catalog_items){ &item, 1 }, &server, (catalog_manner){ 0 },
                                      &out, &left_out);
            cr_assert_eq(left_out, 0);
            str text;
            check(&f, buf_finish(&out, &a, &text, &err), &err);
        }
        cr_assert_eq(f.blocks, 0);
    }
}
