#include "base/utf8.h"
#include "bolt/message.h"

#include <stdio.h>

typedef struct position {
    uint32_t line, column;
    int64_t offset; /* in UTF-16 units; -1 when there is no position */
} position;

/* Servers of the 4.x line call these transient although nothing gets better by trying again. */
static const struct {
    const char *sent, *meant;
} rewritten[] = {
    { "Neo.TransientError.Transaction.Terminated", "Neo.ClientError.Transaction.Terminated" },
    { "Neo.TransientError.Transaction.LockClientStopped",
      "Neo.ClientError.Transaction.LockClientStopped" },
};

static str rewrite(str code)
{
    for (size_t i = 0; i < sizeof rewritten / sizeof rewritten[0]; i++) {
        if (str_eq(code, str_from(rewritten[i].sent)))
            return str_from(rewritten[i].meant);
    }
    return code;
}

bool bolt_code_is_retryable(str code)
{
    str meant = rewrite(code);
    return str_starts(meant, STR("Neo.TransientError.")) ||
           str_eq(meant, STR("Neo.ClientError.Cluster.NotALeader")) ||
           str_eq(meant, STR("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase")) ||
           str_eq(meant, STR("Neo.ClientError.Security.AuthorizationExpired"));
}

static bool keeps_us_out(str code)
{
    return str_eq(code, STR("Neo.ClientError.Security.Unauthorized")) ||
           str_eq(code, STR("Neo.ClientError.Security.AuthenticationRateLimit")) ||
           str_eq(code, STR("Neo.ClientError.Security.CredentialsExpired")) ||
           str_eq(code, STR("Neo.ClientError.Security.TokenExpired"));
}

static bool fits(int64_t number)
{
    return number > 0 && number <= UINT32_MAX;
}

static bool position_of_record(bolt_map failure, position *out)
{
    bolt_map place = bolt_map_map(bolt_map_map(failure, "diagnostic_record"), "_position");
    int64_t line = bolt_map_int(place, "line", 0);
    int64_t column = bolt_map_int(place, "column", 0);
    if (!fits(line) || !fits(column))
        return false;
    *out = (position){ (uint32_t)line, (uint32_t)column, bolt_map_int(place, "offset", -1) };
    return true;
}

static bool take_text(str *rest, str text)
{
    if (!str_starts(*rest, text))
        return false;
    *rest = str_from_index(*rest, text.len);
    return true;
}

static bool take_number(str *rest, uint32_t *out)
{
    size_t digits = 0;
    uint64_t number;
    while (digits < rest->len && char_is_digit(rest->data[digits]))
        digits++;
    if (!str_to_u64(str_slice(*rest, 0, digits), &number) || number > UINT32_MAX)
        return false;
    *rest = str_from_index(*rest, digits);
    *out = (uint32_t)number;
    return true;
}

/* "(line 1, column 16 (offset: 15))" at the end of a line; the same words elsewhere are somebody's
 * text. */
static bool position_at(str rest, position *out)
{
    position p;
    uint32_t offset = 0;
    bool found = take_text(&rest, STR("(line ")) && take_number(&rest, &p.line) &&
                 take_text(&rest, STR(", column ")) && take_number(&rest, &p.column) &&
                 take_text(&rest, STR(" (offset: ")) && take_number(&rest, &offset) &&
                 take_text(&rest, STR("))"));
    if (!found || !fits(p.line) || !fits(p.column))
        return false;
    if (rest.len > 0 && rest.data[0] != '\n' && rest.data[0] != '\r')
        return false;
    p.offset = offset;
    *out = p;
    return true;
}

static bool position_of_text(str message, position *out)
{
    size_t at = str_find(message, STR("(line "), 0);
    for (; at != STR_NOT_FOUND; at = str_find(message, STR("(line "), at + 1)) {
        if (position_at(str_from_index(message, at), out))
            return true;
    }
    return false;
}

/* The failure itself or the first of its causes that names a place. */
static position find_position(bolt_map failure)
{
    position found = { 0, 0, -1 };
    bolt_map link = failure;
    for (unsigned i = 0; i <= BOLT_CAUSE_MAX && link.count > 0; i++) {
        if (position_of_record(link, &found))
            return found;
        link = bolt_map_map(link, "cause");
    }
    position_of_text(bolt_map_string(failure, "message", STR_NONE), &found);
    return found;
}

/* As it came; but our fields end at a NUL, which text of a server may contain. */
static void keep(char *field, size_t size, str text)
{
    char copy[sizeof(error)];
    size_t length = text.len < size ? text.len : size;
    for (size_t i = 0; i < length; i++) {
        copy[i] = text.data[i];
        if (copy[i] == '\0')
            copy[i] = ' ';
    }
    error_text(field, size, copy, length);
}

/* Status and message of each cause; or, where there is no message, what the status means. */
static void keep_causes(bolt_map failure, error *err)
{
    char text[sizeof err->causes + 8] = ""; /* longer, so that it is cut at a character */
    size_t used = 0;
    bolt_map link = bolt_map_map(failure, "cause");
    for (unsigned i = 0; i < BOLT_CAUSE_MAX && link.count > 0 && used < sizeof text; i++) {
        str gql = bolt_map_string(link, "gql_status", STR(""));
        str says = bolt_map_string(link, "message", bolt_map_string(link, "description", STR("")));
        int length = snprintf(text + used, sizeof text - used, "%s%.*s%s%.*s", used ? "; " : "",
                              STR_ARG(gql), gql.len && says.len ? ": " : "", STR_ARG(says));
        used += length > 0 ? (size_t)length : 0;
        link = bolt_map_map(link, "cause");
    }
    keep(err->causes, sizeof err->causes,
         (str){ text, used < sizeof text ? used : sizeof text - 1 });
}

status bolt_failure_read(bolt_map metadata, error *err)
{
    str sent = bolt_map_string(metadata, "neo4j_code", bolt_map_string(metadata, "code", STR_NONE));
    str code = sent.len ? rewrite(sent) : STR("Neo.DatabaseError.General.UnknownError");
    str message = bolt_map_string(metadata, "message", STR_NONE);
    if (message.len == 0)
        message = STR("the server gave no reason");
    status st = fail(err, keeps_us_out(code) ? ST_AUTHENTICATION : ST_SERVER, "%s", "");
    if (!err)
        return st;
    str gql_status = bolt_map_string(metadata, "gql_status", STR(""));
    position place = find_position(metadata);
    keep(err->message, sizeof err->message, message);
    keep(err->code, sizeof err->code, code);
    keep(err->gql_status, sizeof err->gql_status, gql_status);
    keep(err->gql_description, sizeof err->gql_description,
         bolt_map_string(metadata, "description", STR("")));
    keep_causes(metadata, err);
    err->line = place.line;
    err->column = place.column;
    err->retryable = bolt_code_is_retryable(code);
    return st;
}

void bolt_failure_place(bolt_map metadata, str statement, error *err)
{
    position given = find_position(metadata);
    position at = { 1, 1, 0 };
    str rest = statement;
    while (rest.len > 0 && at.offset < given.offset) {
        uint32_t code;
        size_t length = utf8_decode(rest, &code);
        at.offset += code > 0xFFFF ? 2 : 1;
        at.line += code == '\n';
        at.column = code == '\n' ? 1 : at.column + 1;
        rest = str_from_index(rest, length);
    }
    if (given.offset < 0 || at.offset < given.offset)
        return;
    err->line = at.line;
    err->column = at.column;
}
