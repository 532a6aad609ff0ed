#include "cli/configure.h"

#include "base/file.h"
#include "cli/credentials.h"
#include "cli/placeholders.h"
#include "cli/secret.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/* RFC 3986: what may stand in a path as it is. */
static bool stays(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || (c && strchr("-._~/!$&'()*+,;=:@", c));
}

str cli_configure_file_uri(str path, arena *a)
{
    static const char HEX[] = "0123456789ABCDEF";
    BUF_AUTO uri = BUF_INIT(a->mem, 0);
    buf_text(&uri, "file://");
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.data[i];
        if (stays(path.data[i])) {
            buf_char(&uri, path.data[i]);
        } else {
            char code[] = { '%', HEX[byte >> 4], HEX[byte & 15] };
            buf_append(&uri, code, sizeof code);
        }
    }
    str result;
    return buf_finish(&uri, a, &result, NULL) ? STR_NONE : result;
}

status cli_configure_default_location(arena *a, const char **out, error *err)
{
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder))
        return fail(err, ST_IO, "cannot tell the current folder: %s", strerror(errno));
    str path =
        arena_printf(a, "%s/" CLI_DEFAULT_FOLDER "/", strcmp(folder, "/") == 0 ? "" : folder);
    str uri = path.data ? cli_configure_file_uri(path, a) : STR_NONE;
    if (!uri.data)
        return fail_no_memory(err);
    *out = uri.data;
    return ST_OK;
}

static status default_location(arena *a, const char **out, error *err)
{
    file_kind kind;
    bool there = file_kind_of(CLI_DEFAULT_FOLDER, &kind, NULL) == ST_OK && kind == FILE_FOLDER;
    return there ? cli_configure_default_location(a, out, err) : ST_OK;
}

static status set_locations(const cli_settings *s, n4m_options *options, error *err)
{
    const cli_setting *given = &s->of[CLI_LOCATION];
    const char **locations = arena_array(s->memory, given->count + 2, sizeof *locations);
    if (!locations)
        return fail_no_memory(err);
    for (size_t i = 0; i < given->count; i++)
        locations[i] = given->items[i].data;
    options->locations = locations;
    return given->count ? ST_OK : default_location(s->memory, locations, err);
}

static status set_placeholders(const cli_settings *s, n4m_options *options, error *err)
{
    cli_placeholders found;
    status st = cli_placeholders_collect(s, &found, err);
    n4m_pair *pairs = st ? NULL : arena_array(s->memory, found.count + 1, sizeof *pairs);
    if (st || !pairs)
        return st ? st : fail_no_memory(err);
    for (size_t i = 0; i < found.count; i++)
        pairs[i] = (n4m_pair){ found.items[i].key.data, found.items[i].value.data };
    options->placeholders = pairs;
    return ST_OK;
}

/* The choices stand in the order of the library's values. */
static void set_choices(const cli_settings *s, n4m_options *options)
{
    options->transaction_mode = (n4m_transaction_mode)cli_settings_choice(s, CLI_TRANSACTION_MODE);
    options->version_sort_order = (n4m_sort_order)cli_settings_choice(s, CLI_VERSION_SORT_ORDER);
    options->cypher_version = (n4m_cypher_version)cli_settings_choice(s, CLI_CYPHER_VERSION);
}

static void set_rest(const cli_settings *s, n4m_options *options)
{
    options->address = cli_settings_text(s, CLI_ADDRESS);
    if (!options->address)
        options->address = cli_option_get(CLI_ADDRESS)->preset;
    options->database = cli_settings_text(s, CLI_DATABASE);
    options->schema_database = cli_settings_text(s, CLI_SCHEMA_DATABASE);
    options->impersonated_user = cli_settings_text(s, CLI_IMPERSONATE);
    options->target = cli_settings_text(s, CLI_TARGET);
    options->transaction_timeout_ms = cli_settings_ms(s, CLI_TRANSACTION_TIMEOUT);
    options->delay_between_migrations_ms = cli_settings_ms(s, CLI_DELAY);
    options->skip_validation = !cli_settings_flag(s, CLI_VALIDATE_ON_MIGRATE);
    options->out_of_order = cli_settings_flag(s, CLI_OUT_OF_ORDER);
    options->native = cli_settings_flag(s, CLI_NATIVE);
    options->read_lock = cli_settings_flag(s, CLI_READ_LOCK);
    options->autocrlf = cli_settings_flag(s, CLI_AUTOCRLF);
    options->flyway_compatible_checksums = cli_settings_flag(s, CLI_FLYWAY_CHECKSUMS);
}

static n4m_encryption encryption_of(const cli_settings *s)
{
    if (!cli_settings_given(s, CLI_ENCRYPTED))
        return N4M_ENCRYPTION_OF_ADDRESS;
    return cli_settings_flag(s, CLI_ENCRYPTED) ? N4M_ENCRYPTION_ON : N4M_ENCRYPTION_OFF;
}

static n4m_trust trust_of(const cli_settings *s)
{
    static const n4m_trust CHOICES[] = { N4M_TRUST_SYSTEM, N4M_TRUST_ANY };
    return cli_settings_given(s, CLI_TRUST) ? CHOICES[cli_settings_choice(s, CLI_TRUST)]
                                            : N4M_TRUST_DEFAULT;
}

static status set_encryption(const cli_settings *s, n4m_options *options, error *err)
{
    static const cli_secret KEY_PASSWORD = { .name = "password for the client key",
                                             .question = "Password of the client key: ",
                                             .given = CLI_CLIENT_KEY_PASSWORD,
                                             .variable = CLI_CLIENT_KEY_PASSWORD_ENV,
                                             .file = CLI_CLIENT_KEY_PASSWORD_FILE };
    options->encryption = encryption_of(s);
    options->trust = trust_of(s);
    options->ca_file = cli_settings_text(s, CLI_CA_FILE);
    options->ca_folder = cli_settings_text(s, CLI_CA_FOLDER);
    options->client_certificate = cli_settings_text(s, CLI_CLIENT_CERTIFICATE);
    options->client_key = cli_settings_text(s, CLI_CLIENT_KEY);
    return cli_secret_resolve(s, &KEY_PASSWORD, &options->client_key_password, err);
}

static status fail_given(const cli_settings *s, cli_option_id id, const char *why, error *err)
{
    const cli_setting *given = &s->of[id];
    return given->file
               ? fail(err, ST_ARGUMENT, "%s:%u: %s", given->file, (unsigned)given->line, why)
               : fail(err, ST_ARGUMENT, "%s", why);
}

/* Before anybody writes it down, or sends it. */
static status check_address(const cli_settings *s, error *err)
{
    if (str_find_char(str_from(cli_settings_text(s, CLI_ADDRESS)), '@', 0) == STR_NOT_FOUND)
        return ST_OK;
    return fail_given(
        s, CLI_ADDRESS,
        "the address must not contain a user name or password: leave out what stands "
        "before the '@' and give them on their own (an '@' in a query is written %40)",
        err);
}

status cli_configure_check(const cli_settings *s, error *err)
{
    if (!cli_settings_given(s, CLI_PACKAGE))
        return check_address(s, err);
    return fail_given(s, CLI_PACKAGE,
                      "\"--package\" names Java classes, which this program cannot run; only "
                      "--location is supported",
                      err);
}

static status set_credentials(const cli_settings *s, bool server, n4m_options *options, error *err)
{
    if (server || cli_credentials_given(s))
        return cli_credentials_resolve(s, options, err);
    options->auth = N4M_AUTH_NONE;
    return ST_OK;
}

status cli_configure(const cli_settings *s, bool server, n4m_options *out, error *err)
{
    n4m_options options = N4M_OPTIONS_INIT;
    status st = cli_configure_check(s, err);
    if (st)
        return st;
    set_choices(s, &options);
    set_rest(s, &options);
    st = set_locations(s, &options, err);
    if (!st)
        st = set_placeholders(s, &options, err);
    if (!st)
        st = set_credentials(s, server, &options, err);
    if (!st)
        st = set_encryption(s, &options, err);
    if (!st)
        *out = options;
    return st;
}
