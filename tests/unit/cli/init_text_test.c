#include "cli/init_text.h"

#include "cli/arguments.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct fixture {
    arena memory;
    cli_settings settings;
    buf text;
} fixture;

#define FIXTURE_AUTO __attribute__((cleanup(fixture_finish))) fixture

static void fixture_finish(fixture *f)
{
    buf_free(&f->text);
    arena_finish(&f->memory);
}

/* Pairs of option and value, ended by NULL. */
static void give(fixture *f, cli_origin origin, const char *const *pairs)
{
    f->settings.memory = &f->memory;
    for (size_t i = 0; pairs[i]; i += 2) {
        const cli_option *option = cli_option_named(str_from(pairs[i]));
        cr_assert_not_null(option, "%s", pairs[i]);
        cr_assert_eq(cli_settings_add(&f->settings, option,
                                      &(cli_source){ .origin = origin, .name = "x" },
                                      str_from(pairs[i + 1]), NULL),
                     ST_OK);
    }
}

static const char *render(fixture *f)
{
    cli_init_render(&f->settings, &f->text);
    cr_assert_not(f->text.failed);
    str text = arena_str(&f->memory, buf_view(&f->text));
    return strchr(text.data, '\n') + 1; /* behind the comment */
}

Test(init_text, defaults)
{
    FIXTURE_AUTO f = { 0 };
    give(&f, CLI_FROM_FILE, (const char *const[]){ NULL });
    cr_assert_str_eq(render(&f), "address=bolt\\://localhost\\:7687\n"
                                 "autocrlf=false\n"
                                 "cypher-version=DATABASE_DEFAULT\n"
                                 "out-of-order=false\n"
                                 "transaction-mode=PER_MIGRATION\n"
                                 "use-flyway-compatible-checksums=false\n"
                                 "username=neo4j\n"
                                 "validate-on-migrate=true\n"
                                 "version-sort-order=SEMANTIC\n");
    cr_assert_eq(strncmp(f.text.data, "# ", 2), 0);
}

Test(init_text, what_is_given_is_written_wherever_it_comes_from)
{
    FIXTURE_AUTO f = { 0 };
    give(&f, CLI_FROM_ENVIRONMENT, (const char *const[]){ "address", "bolt://a", NULL });
    give(&f, CLI_FROM_FILE,
         (const char *const[]){ "database", "shop", "out-of-order", "TRUE", NULL });
    give(&f, CLI_FROM_COMMAND_LINE,
         (const char *const[]){ "location", "file:///a b,./c", "location", "./d", "password:env",
                                "X", "transaction-timeout", "PT5S", "placeholder", "k=v=w",
                                "version-sort-order", "lexicographic", "target", " V2", "verbose",
                                "true", NULL });
    cr_assert_str_eq(render(&f), "address=bolt\\://a\n"
                                 "autocrlf=false\n"
                                 "cypher-version=DATABASE_DEFAULT\n"
                                 "database=shop\n"
                                 "location=file\\:///a b,./c,./d\n"
                                 "out-of-order=true\n"
                                 "password\\:env=X\n"
                                 "placeholder=k\\=v\\=w\n"
                                 "target=\\ V2\n"
                                 "transaction-mode=PER_MIGRATION\n"
                                 "transaction-timeout=PT5S\n"
                                 "use-flyway-compatible-checksums=false\n"
                                 "username=neo4j\n"
                                 "validate-on-migrate=true\n"
                                 "verbose=true\n"
                                 "version-sort-order=LEXICOGRAPHIC\n");
}

Test(init_text, secrets_are_not_written_and_that_is_told)
{
    FIXTURE_AUTO f = { 0 };
    give(&f, CLI_FROM_COMMAND_LINE,
         (const char *const[]){ "password", "hush", "bearer", "hush", "custom-auth",
                                "credentials=hush", "placeholder", "a=b", "placeholder", "c=d",
                                "max-connection-pool-size", "9", NULL });
    const char *text = render(&f);
    cr_assert_null(strstr(text, "hush"), "%s", text);
    cr_assert_null(strstr(text, "placeholder"), "%s", text);
    cr_assert_null(strstr(text, "pool"), "%s", text);
    const cli_option_id secrets[] = { CLI_PASSWORD, CLI_BEARER, CLI_CUSTOM_AUTH };
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        cr_assert_not_null(
            strstr(cli_init_obstacle(&f.settings, cli_option_get(secrets[i])), "secret"));
    cr_assert_not_null(strstr(cli_init_obstacle(&f.settings, cli_option_get(CLI_PLACEHOLDER)),
                              "NM_PLACEHOLDERS_"));
    cr_assert_null(cli_init_obstacle(&f.settings, cli_option_get(CLI_ADDRESS)));
}

Test(init_text, secrets_of_every_option)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        if (!option->wipe)
            continue;
        FIXTURE_AUTO f = { 0 };
        give(&f, CLI_FROM_FILE, (const char *const[]){ option->name, "k=hush", NULL });
        cr_assert_null(strstr(render(&f), "hush"), "%s", option->name);
    }
}

static const char *differences(fixture *f, const char *before, const char *after)
{
    cli_properties old = { 0 }, new = { 0 };
    buf_clear(&f->text);
    cr_assert_eq(cli_properties_parse(str_from(before), &f->memory, &old, NULL), ST_OK);
    cr_assert_eq(cli_properties_parse(str_from(after), &f->memory, &new, NULL), ST_OK);
    cli_init_differences(&old, &new, &f->text);
    return arena_str(&f->memory, buf_view(&f->text)).data;
}

Test(init_text, what_differs_from_another_file)
{
    FIXTURE_AUTO f = { 0 };
    cr_assert_str_eq(differences(&f, "a=1\n# x\nb = 2\n", "b=2\na=1\n"), "");
    cr_assert_str_eq(differences(&f, "neo4j-migrations.a=1\n", "a=1\n"), "");
    cr_assert_str_eq(differences(&f, "a=1\na=2\n", "a=2\n"), "");
    cr_assert_str_eq(differences(&f, "a=1\nb=2\n", "a=1\nb=3\n"), "b");
    cr_assert_str_eq(differences(&f, "a=1\nb=2\n", "a=1\nc=3\n"), "b, c");
}

/* Written text is read as what it was. */
Test(init_text, any_text_survives)
{
    static const char *const TEXTS[] = { "plain",
                                         " blank first",
                                         "a=b:c#d!e\\f",
                                         "tab\tnew\nreturn\r",
                                         "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80",
                                         "",
                                         "\x01" };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        FIXTURE_AUTO f = { 0 };
        cli_properties read = { 0 };
        cli_property_render(STR("a key:"), str_from(TEXTS[i]), &f.text);
        for (size_t k = 0; k < f.text.len; k++)
            cr_assert((unsigned char)f.text.data[k] < 0x7F);
        cr_assert_eq(cli_properties_parse(buf_view(&f.text), &f.memory, &read, NULL), ST_OK);
        cr_assert_eq(read.count, 1);
        cr_assert_str_eq(read.items[0].key.data, "a key:");
        cr_assert_str_eq(read.items[0].value.data, TEXTS[i]);
    }
}
