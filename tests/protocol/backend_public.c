/* The public interface, <neo4j_bolt.h>, which has three commands more, for results that are read in batches:
 *
 *     fetch [fetch=N] STATEMENT     opens a result, which becomes the current one of the session
 *     next [times=N]                reads so many rows
 *     free                          lets go of it */
#include "backend.h"

#include "driver/handle.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* NULL for STR_NONE. Lives as long as the program. */
static const char *text_of(shell *sh, str text)
{
    return text.data ? arena_str(&sh->arena, text).data : NULL;
}

static status told(bolt_status st, const bolt_error *given, error *err)
{
    if (!st)
        return ST_OK;
    status inside = driver_status_of_caller(st, given, err);
    err->status = (status)given->status; /* which shell_conclude compares */
    return inside;
}

static bolt_status tell(status st, const error *internal, bolt_error *err)
{
    return driver_status(st, internal, err);
}

/* To be freed. The map is copied, as is what the driver gets of it. */
static bolt_params *params_of(bolt_map map)
{
    bolt_params *params = NULL;
    if (bolt_params_new(NULL, &params, NULL))
        abort();
    for (size_t i = 0; i < map.count; i++) {
        char *name = strndup(map.entries[i].key.data, map.entries[i].key.len);
        bolt_params_value(params, name, &map.entries[i].value);
        free(name);
    }
    return params;
}

/* ---- driver and sessions ---- */

static void on_retry(void *user, const bolt_error *reason, int64_t delay_ms)
{
    (void)user;
    error internal;
    (void)driver_status_of_caller(reason->status, reason, &internal);
    shell_on_retry(&internal, delay_ms);
}

static bolt_token token_of(shell *sh, const bolt_auth *auth)
{
    return (bolt_token){
        .scheme = auth->scheme,
        .principal = text_of(sh, auth->principal),
        .credentials = text_of(sh, auth->credentials),
        .realm = text_of(sh, auth->realm),
        .custom_scheme = text_of(sh, auth->custom_scheme),
        .parameters = auth->parameters.count ? params_of(auth->parameters) : NULL,
    };
}

static bolt_status renew(void *user, const bolt_error *reason, bolt_token *out, bolt_error *err)
{
    bolt_auth auth;
    error internal;
    status st = shell_renew(user, reason->code, &auth, &internal);
    if (!st)
        *out = token_of(user, &auth);
    return tell(st, &internal, err);
}

static bolt_status resolve(void *user, const char *address, bolt_seeds *seeds, bolt_error *err)
{
    for (str rest = shell_seeds(user, str_from(address)); rest.len;) {
        bolt_status st = bolt_seeds_put(seeds, text_of(user, script_word(&rest)), err);
        if (st)
            return st;
    }
    return BOLT_OK;
}

static void on_trace(void *user, const bolt_trace_event *event)
{
    (void)user;
    char *line = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&line, &size);
    bolt_trace_print(file, event);
    fclose(file);
    shell_on_trace((str){ line, size - 1 });
    free(line);
}

static bolt_tls_options tls_of(shell *sh)
{
    const bolt_tls_config *c = &sh->config.tls;
    return (bolt_tls_options){
        .encryption = c->encryption,
        .trust = c->trust,
        .ca_file = text_of(sh, c->ca_file),
        .ca_folder = text_of(sh, c->ca_folder),
        .client_certificate = text_of(sh, c->client_certificate),
        .client_key = text_of(sh, c->client_key),
        .client_key_password = text_of(sh, c->client_key_password),
    };
}

static bolt_options options_of(shell *sh)
{
    const bolt_config *c = &sh->config;
    bolt_options o = BOLT_OPTIONS_INIT;
    o.uri = text_of(sh, c->uri);
    o.auth = token_of(sh, &c->auth);
    o.tls = tls_of(sh);
    o.user_agent = text_of(sh, c->user_agent);
    o.connect_timeout_ms = c->connect_timeout;
    o.handshake_timeout_ms = c->handshake_timeout;
    o.read_timeout_ms = c->read_timeout;
    o.acquisition_timeout_ms = c->acquisition_timeout;
    o.max_lifetime_ms = c->max_lifetime;
    o.liveness_check_ms = c->liveness_check;
    o.max_connections = c->max_connections;
    o.retry_budget_ms = c->retry_budget;
    o.max_message_bytes = c->max_message;
    o.resolver = sh->seeds.data ? resolve : NULL;
    o.renew = sh->renewals.data ? renew : NULL;
    o.on_retry = on_retry;
    o.user = sh;
    o.on_trace = sh->trace ? on_trace : NULL;
    return o;
}

/* What the token's parameters were is a constant of the interface, but ours. */
static void free_parameters(const bolt_token *token)
{
    bolt_params *parameters;
    memcpy(&parameters, &token->parameters, sizeof parameters);
    bolt_params_free(parameters);
}

status backend_open(shell *sh, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_options options = options_of(sh);
    const bolt_allocator mem = { sh->mem.resize, sh->mem.user };
    options.allocator = &mem;
    bolt_status st = bolt_open(&options, &sh->driver, &given);
    free_parameters(&options.auth);
    return told(st, &given, err);
}

void backend_close(shell *sh)
{
    bolt_driver *driver = sh->driver;
    sh->driver = NULL;
    bolt_bookmarks_free(sh->shared);
    sh->shared = NULL;
    bolt_close(driver);
}

status backend_server(shell *sh, bolt_server *out, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_server_info info;
    status st = told(bolt_server_facts(sh->driver, &info, &given), &given, err);
    if (!st)
        *out = (bolt_server){ str_from(info.agent.data), str_from(info.address.data),
                              (uint8_t)info.major, (uint8_t)info.minor };
    return st;
}

void backend_cancel(shell *sh)
{
    bolt_cancel(sh->driver);
}

void backend_resume(shell *sh)
{
    bolt_resume(sh->driver);
}

static bolt_notice_filter notices_of(shell *sh, const bolt_filter *filter)
{
    return (bolt_notice_filter){ filter->level, text_of(sh, filter->disabled) };
}

status backend_session_open(shell *sh, const bolt_session_config *config, bool shared,
                            bolt_session **out, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_session_options options = BOLT_SESSION_OPTIONS_INIT;
    options.database = text_of(sh, config->database);
    options.impersonated_user = text_of(sh, config->impersonated_user);
    options.notices = notices_of(sh, &config->filter);
    bolt_status st =
        shared && !sh->shared ? bolt_bookmarks_new(sh->driver, &sh->shared, &given) : BOLT_OK;
    options.bookmarks = shared ? sh->shared : NULL;
    if (!st)
        st = bolt_session_new(sh->driver, &options, out, &given);
    return told(st, &given, err);
}

void backend_session_close(shell_session *s)
{
    bolt_transaction_rollback(s->tx);
    bolt_result_free(s->result);
    bolt_session_free(s->session);
}

str backend_database(const shell_session *s)
{
    return str_from(bolt_session_current_database(s->session).data);
}

/* ---- transactions ---- */

static bool on_summary(void *user, size_t index, const bolt_summary *summary)
{
    (void)user;
    shell_on_summary(index, summary);
    return true;
}

/* `metadata` is to be freed. */
static bolt_transaction_options transaction_options_of(shell *sh, const bolt_tx_config *config,
                                                       bolt_params **metadata)
{
    bolt_transaction_options options = BOLT_TRANSACTION_OPTIONS_INIT;
    *metadata = params_of(config->metadata);
    options.read = config->read;
    options.auto_commit = config->automatic;
    options.evaluate = sh->evaluate;
    options.timeout_ms = config->timeout_ms;
    options.metadata = *metadata;
    options.notices = notices_of(sh, &config->filter);
    options.on_summary = sh->summaries ? on_summary : NULL;
    return options;
}

status backend_begin(shell *sh, shell_session *s, const bolt_tx_config *config, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_params *metadata;
    bolt_transaction *tx = NULL;
    const bolt_transaction_options options = transaction_options_of(sh, config, &metadata);
    bolt_status st = bolt_transaction_begin(s->session, &options, &tx, &given);
    s->tx = tx;
    bolt_params_free(metadata);
    return told(st, &given, err);
}

/* Text and parameters of a statement, which are ours again after each call: overwritten, and freed. */
typedef struct request {
    char *text;
    bolt_params *params;
} request;

static request request_of(const bolt_statement *statement)
{
    str text = statement->text;
    return (request){ strndup(text.len ? text.data : "", text.len),
                      params_of(statement->parameters) };
}

static void request_free(request *r)
{
    memset(r->text, 'x', strlen(r->text));
    free(r->text);
    bolt_params_free(r->params);
}

status backend_queue(shell_session *s, const bolt_statement *statement, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    request r = request_of(statement);
    bolt_status st = bolt_transaction_queue(s->tx, r.text, r.params, &given);
    request_free(&r);
    return told(st, &given, err);
}

status backend_flush(shell_session *s, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    return told(bolt_transaction_flush(s->tx, &given), &given, err);
}

static void report_and_free(bolt_result *result)
{
    if (result)
        report_result(result);
    bolt_result_free(result);
}

status backend_query(shell_session *s, const bolt_statement *statement, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_result *result = NULL;
    request r = request_of(statement);
    bolt_status st = bolt_transaction_query(s->tx, r.text, r.params, &result, &given);
    request_free(&r);
    report_and_free(result);
    return told(st, &given, err);
}

static bolt_status on_row(void *user, const bolt_result *result, const bolt_value *row,
                          bolt_error *err)
{
    if (shell_on_row(user, result->keys, row->as.list))
        return BOLT_OK;
    *err = (bolt_error){ .status = BOLT_E_ARGUMENT, .message = "enough rows" };
    return err->status;
}

status backend_stream(shell_session *s, const bolt_statement *statement, int64_t batch,
                      row_reader *reader, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_result *result = NULL;
    request r = request_of(statement);
    bolt_status st =
        bolt_transaction_stream(s->tx, r.text, r.params, batch, on_row, reader, &result, &given);
    request_free(&r);
    if (!st)
        report_summary(bolt_result_summary(result));
    bolt_result_free(result);
    return told(st, &given, err);
}

status backend_commit(shell_session *s, bool pipelined, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_transaction *tx = s->tx;
    s->tx = NULL;
    bolt_status st = pipelined ? bolt_transaction_commit_pipelined(tx, &given)
                               : bolt_transaction_commit(tx, &given);
    return told(st, &given, err);
}

void backend_rollback(shell_session *s)
{
    bolt_transaction_rollback(s->tx);
    s->tx = NULL;
}

/* ---- the session's own transactions ---- */

typedef struct attempt {
    shell_session *session;
    const backend_work *work;
} attempt;

/* What is left queued is flushed before COMMIT. */
static bolt_status do_work(bolt_transaction *tx, void *user, bolt_error *err)
{
    const attempt *a = user;
    error internal;
    a->session->tx = tx;
    status st = a->work->fn(a->session, a->work->user, &internal);
    a->session->tx = NULL;
    return tell(st, &internal, err);
}

status backend_transact(shell *sh, shell_session *s, const bolt_tx_config *config,
                        const backend_work *work, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_params *metadata;
    attempt a = { s, work };
    const bolt_transaction_options options = transaction_options_of(sh, config, &metadata);
    bolt_status st = bolt_session_work(s->session, &options, do_work, &a, &given);
    bolt_params_free(metadata);
    return told(st, &given, err);
}

status backend_run(shell *sh, shell_session *s, const bolt_tx_config *config,
                   const bolt_statement *statement, backend_single how, error *err)
{
    bolt_error given = BOLT_ERROR_INIT;
    bolt_params *metadata;
    bolt_result *result = NULL;
    bolt_transaction_options options = transaction_options_of(sh, config, &metadata);
    options.auto_commit = !how.managed;
    request r = request_of(statement);
    bolt_status st = bolt_session_query(s->session, &options, r.text, r.params,
                                        how.blind ? NULL : &result, &given);
    request_free(&r);
    bolt_params_free(metadata);
    report_and_free(result);
    return told(st, &given, err);
}

/* ---- further commands ---- */

static void command_fetch(shell *sh, str rest)
{
    bolt_error given = BOLT_ERROR_INIT;
    error err;
    bolt_result *result = NULL;
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    shell_session *s = shell_in_transaction(sh);
    if (!s)
        return;
    request r = request_of(list.items);
    bolt_status st =
        bolt_transaction_fetch(s->tx, r.text, r.params, options.fetch, &result, &given);
    request_free(&r);
    s->result = result;
    if (!st)
        report_keys(result->keys, result->key_count);
    shell_conclude(sh, told(st, &given, &err), &err);
}

static void command_next(shell *sh, str rest)
{
    bolt_error given = BOLT_ERROR_INIT;
    error err;
    script_options options = script_options_parse(&rest, &sh->arena);
    bolt_result *result = sh->current ? sh->current->result : NULL;
    bolt_status st = BOLT_OK;
    const bolt_value *row = NULL;
    for (int64_t i = 0; i < options.times && !st; i++) {
        st = bolt_result_next(result, &row, &given);
        if (!st && row)
            report_row(row->as.list);
        if (!st && !row)
            report_summary(bolt_result_summary(result));
    }
    shell_conclude(sh, told(st, &given, &err), &err);
}

static void command_free(shell *sh, str rest)
{
    (void)rest;
    bolt_result_free(sh->current->result);
    sh->current->result = NULL;
    shell_conclude(sh, ST_OK, NULL);
}

const shell_command backend_commands[] = {
    { "fetch", command_fetch },
    { "next", command_next },
    { "free", command_free },
};
const size_t backend_command_count = sizeof backend_commands / sizeof *backend_commands;
