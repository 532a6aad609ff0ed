#include "cli/credentials.h"

#include "cli/secret.h"

static const cli_secret PASSWORD = { .name = "password",
                                     .question = "Password: ",
                                     .given = CLI_PASSWORD,
                                     .variable = CLI_PASSWORD_ENV,
                                     .file = CLI_PASSWORD_FILE };

typedef struct request {
    const cli_settings *settings;
    n4m_options *options;
    error empty; /* why a way that was asked for came to nothing */
} request;

/* Each sets *found, or leaves it when what it looked at is blank, which lets the next way have its
 * turn. */
typedef status way_fn(request *r, bool *found, error *err);

static status use_password(request *r, cli_secret_way way, bool *found, error *err)
{
    const char *password;
    status st = cli_secret_try(r->settings, &PASSWORD, way, &password, &r->empty, err);
    if (st || !password)
        return st;
    r->options->auth = N4M_AUTH_BASIC;
    r->options->password = password;
    *found = true;
    return ST_OK;
}

static status use_given(request *r, bool *found, error *err)
{
    return use_password(r, CLI_SECRET_GIVEN, found, err);
}

static status use_variable(request *r, bool *found, error *err)
{
    return use_password(r, CLI_SECRET_IN_VARIABLE, found, err);
}

static status use_file(request *r, bool *found, error *err)
{
    return use_password(r, CLI_SECRET_IN_FILE, found, err);
}

static status use_token(request *r, cli_option_id option, n4m_auth auth, bool *found, error *err)
{
    const char *text = cli_settings_text(r->settings, option);
    if (!text)
        return ST_OK;
    str token = arena_str(r->settings->memory, str_trim(str_from(text)));
    if (!token.data)
        return fail_no_memory(err);
    r->options->auth = auth;
    r->options->password = token.data;
    *found = true;
    return ST_OK;
}

static status use_bearer(request *r, bool *found, error *err)
{
    return use_token(r, CLI_BEARER, N4M_AUTH_BEARER, found, err);
}

static status use_ticket(request *r, bool *found, error *err)
{
    return use_token(r, CLI_KERBEROS, N4M_AUTH_KERBEROS, found, err);
}

static bool set_custom(n4m_options *options, str key, const char *value)
{
    if (str_eq_ignore_case(key, STR("scheme")))
        options->auth_scheme = value;
    else if (str_eq_ignore_case(key, STR("credentials")))
        options->password = value;
    else if (str_eq_ignore_case(key, STR("principal")))
        options->username = value;
    else if (str_eq_ignore_case(key, STR("realm")))
        options->auth_realm = value;
    else
        return false;
    return true;
}

static status use_custom(request *r, bool *found, error *err)
{
    const cli_setting *given = &r->settings->of[CLI_CUSTOM_AUTH];
    n4m_pair *extra = arena_array(r->settings->memory, given->count + 1, sizeof *extra);
    size_t count = 0;
    for (size_t i = 0; i < given->count; i++) {
        str rest = given->items[i], piece = str_split(&rest, '=');
        str key = arena_str(r->settings->memory, piece);
        if (!extra || !key.data)
            return fail_no_memory(err);
        if (!set_custom(r->options, key, rest.data))
            extra[count++] = (n4m_pair){ key.data, rest.data };
    }
    if (!r->options->auth_scheme || !r->options->password)
        return fail(err, ST_ARGUMENT, "\"--custom-auth\" wants %s: --custom-auth %s=...",
                    r->options->auth_scheme ? "credentials" : "a scheme",
                    r->options->auth_scheme ? "credentials" : "scheme");
    r->options->auth = N4M_AUTH_CUSTOM;
    r->options->auth_parameters = extra;
    *found = true;
    return ST_OK;
}

static const struct {
    cli_option_id option;
    way_fn *use;
} WAYS[] = {
    { CLI_PASSWORD, use_given },     { CLI_PASSWORD_ENV, use_variable },
    { CLI_PASSWORD_FILE, use_file }, { CLI_BEARER, use_bearer },
    { CLI_KERBEROS, use_ticket },    { CLI_CUSTOM_AUTH, use_custom },
};

/* The one exception to the order of origins: --password:env, which names a variable, does not beat
 * NEO4J_PASSWORD, which is one. The Java tool resolves it so, and scripts rely on it. */
static cli_origin rank(const cli_settings *s, cli_option_id id)
{
    cli_origin origin = s->of[id].origin;
    bool tie = id == CLI_PASSWORD && origin == CLI_FROM_ENVIRONMENT &&
               s->of[CLI_PASSWORD_ENV].origin == CLI_FROM_COMMAND_LINE;
    return tie ? CLI_FROM_COMMAND_LINE : origin;
}

static status try_ways(request *r, cli_origin origin, bool *found, error *err)
{
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS && !*found; i++) {
        if (rank(r->settings, WAYS[i].option) != origin)
            continue;
        status st = WAYS[i].use(r, found, err);
        if (st)
            return st;
    }
    return ST_OK;
}

bool cli_credentials_given(const cli_settings *s)
{
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++)
        if (cli_settings_given(s, WAYS[i].option))
            return true;
    return false;
}

status cli_credentials_resolve(const cli_settings *s, n4m_options *out, error *err)
{
    request r = { .settings = s, .options = out };
    bool found = false;
    out->username = cli_settings_text(s, CLI_USERNAME);
    for (cli_origin origin = CLI_FROM_COMMAND_LINE; origin > CLI_NOT_GIVEN && !found; origin--) {
        status st = try_ways(&r, origin, &found, err);
        if (st)
            return st;
    }
    if (found)
        return ST_OK;
    return fail(err, ST_ARGUMENT, "%s",
                r.empty.status ? r.empty.message
                               : "no password: give one with --password, --password:env, "
                                 "--password:file, --bearer, --kerberos, --custom-auth or "
                                 "NEO4J_PASSWORD");
}
