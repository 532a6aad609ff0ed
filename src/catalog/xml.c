/* The only file that knows expat: its events become a tree. expat allocates by malloc for itself; what stays is ours. */
#include "catalog/start_tag.h"
#include "catalog/tree.h"
#include "cypher/lexer.h"

#include <expat.h>

/* Between the parts of a name: no URI holds it, expat sees to that. */
#define SEPARATOR '\n'

typedef struct reader {
    arena *a;
    catalog_tree tree;
    XML_Parser parser;
    cypher_lexer place;  /* of the current event */
    catalog_node *open;  /* the innermost element that has not ended */
    catalog_node **link; /* where the next node goes */
    uint32_t depth;
    buf text;       /* that has come since the last event of another kind */
    size_t text_at; /* where it begins */
    bool has_text, after_text;
    catalog_namespace *namespaces; /* that the element declares which is about to begin */
    size_t namespace_count, namespace_capacity;
    catalog_instruction *instructions;
    size_t capacity;
    status st;
    error *err;
} reader;

/* ---- Places and failures ---- */

static size_t offset(const reader *r)
{
    XML_Index at = XML_GetCurrentByteIndex(r->parser);
    return at > 0 ? (size_t)at : 0;
}

static void move_to(reader *r, size_t at)
{
    if (at > r->place.at)
        cypher_lexer_advance(&r->place, at - r->place.at);
}

static void keep(reader *r, status st)
{
    if (!st || r->st)
        return;
    r->st = st;
    XML_StopParser(r->parser, XML_FALSE);
}

static status fail_here(reader *r, const char *message)
{
    fail(r->err, ST_PARSE, "%s", message);
    if (r->err) {
        r->err->line = r->place.line;
        r->err->column = r->place.column;
    }
    return ST_PARSE;
}

static status copy(reader *r, str text, str *out)
{
    *out = arena_str(r->a, text);
    return out->data ? ST_OK : fail_no_memory(r->err);
}

/* ---- Text ---- */

static status add_node(reader *r, catalog_node **out)
{
    catalog_node *node = ARENA_NEW(r->a, catalog_node);
    if (!node)
        return fail_no_memory(r->err);
    node->parent = r->open;
    *r->link = node;
    r->link = &node->next;
    *out = node;
    return ST_OK;
}

static status add_text(reader *r, str text)
{
    catalog_node *node = NULL;
    status st = add_node(r, &node);
    if (st)
        return st;
    node->adjoins = r->after_text;
    node->at = r->text_at;
    r->after_text = true;
    return copy(r, text, &node->text);
}

/* What has come piece by piece is one node. */
static void end_text(reader *r)
{
    if (r->st || !r->has_text)
        return;
    r->has_text = false;
    keep(r, r->text.failed ? fail_no_memory(r->err) : add_text(r, buf_view(&r->text)));
    buf_clear(&r->text);
}

static void characters(void *user, const char *text, int length)
{
    reader *r = user;
    if (r->st || !r->open)
        return;
    if (!r->has_text)
        r->text_at = offset(r);
    r->has_text = true;
    buf_append(&r->text, text, (size_t)length);
}

/* A section is a node of its own, even if nothing is in it. */
static void start_cdata(void *user)
{
    reader *r = user;
    end_text(r);
    r->has_text = true;
    r->text_at = offset(r);
}

static void end_cdata(void *user)
{
    end_text(user);
}

static void comment(void *user, const char *text)
{
    (void)text;
    reader *r = user;
    end_text(r);
    r->after_text = false;
}

/* ---- Elements ---- */

/* URI, local name and prefix; only the local name where there is no namespace. */
static catalog_node_name split_name(const char *name)
{
    str rest = str_from(name);
    str first = str_split(&rest, SEPARATOR);
    if (!rest.data)
        return (catalog_node_name){ .uri = STR(""), .prefix = STR(""), .local = first };
    str local = str_split(&rest, SEPARATOR);
    return (catalog_node_name){ first, rest.data ? rest : STR(""), local };
}

static status copy_name(reader *r, const char *name, catalog_node_name *out)
{
    const catalog_node *near = r->open;
    catalog_node_name parts = split_name(name);
    status st = copy(r, parts.local, &out->local);
    if (near && str_eq(near->name.uri, parts.uri) && str_eq(near->name.prefix, parts.prefix)) {
        out->uri = near->name.uri;
        out->prefix = near->name.prefix;
        return st;
    }
    if (!st)
        st = copy(r, parts.uri, &out->uri);
    return st ? st : copy(r, parts.prefix, &out->prefix);
}

static status add_namespace(reader *r, const char *prefix, const char *uri)
{
    catalog_namespace *grown =
        arena_grow(r->a, r->namespaces, r->namespace_count, &r->namespace_capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(r->err);
    r->namespaces = grown;
    catalog_namespace *added = &grown[r->namespace_count++];
    status st = copy(r, str_from(prefix ? prefix : ""), &added->prefix);
    return st ? st : copy(r, str_from(uri ? uri : ""), &added->uri);
}

/* Comes before the element that declares it. */
static void start_namespace(void *user, const char *prefix, const char *uri)
{
    reader *r = user;
    if (!r->st)
        keep(r, add_namespace(r, prefix, uri));
}

static void take_namespaces(reader *r, catalog_node *node)
{
    node->namespaces = r->namespaces;
    node->namespace_count = r->namespace_count;
    r->namespaces = NULL;
    r->namespace_count = r->namespace_capacity = 0;
}

static size_t pair_count(const char **pairs)
{
    size_t count = 0;
    while (pairs[2 * count])
        count++;
    return count;
}

static status read_attributes(reader *r, catalog_node *node, const char **pairs)
{
    size_t count = pair_count(pairs);
    catalog_attribute *attributes = arena_array(r->a, count, sizeof *attributes);
    status st = attributes ? ST_OK : fail_no_memory(r->err);
    size_t at = catalog_attributes_begin(r->tree.text, node->at);
    for (size_t i = 0; !st && i < count; i++) {
        attributes[i].at = catalog_attributes_next(r->tree.text, &at);
        st = copy_name(r, pairs[2 * i], &attributes[i].name);
        if (!st)
            st = copy(r, str_from(pairs[2 * i + 1]), &attributes[i].value);
    }
    node->attributes = attributes;
    node->attribute_count = count;
    return st;
}

static status open_element(reader *r, catalog_node **out)
{
    move_to(r, offset(r));
    if (++r->depth > CATALOG_DOCUMENT_MAX_DEPTH)
        return fail_here(r, "elements are nested too deeply");
    status st = add_node(r, out);
    if (st)
        return st;
    (*out)->at = r->place.at;
    (*out)->line = r->place.line;
    (*out)->column = r->place.column;
    take_namespaces(r, *out);
    r->tree.elements++;
    r->after_text = false;
    return ST_OK;
}

static void start_element(void *user, const char *name, const char **attributes)
{
    reader *r = user;
    end_text(r);
    if (r->st)
        return;
    catalog_node *node = NULL;
    status st = open_element(r, &node);
    if (!st)
        st = copy_name(r, name, &node->name);
    if (!st)
        st = read_attributes(r, node, attributes);
    if (st) {
        keep(r, st);
        return;
    }
    r->open = node;
    r->link = &node->first;
}

static void end_element(void *user, const char *name)
{
    (void)name;
    reader *r = user;
    end_text(r);
    if (r->st)
        return;
    r->link = &r->open->next;
    r->open = r->open->parent;
    r->depth--;
    r->after_text = false;
}

/* ---- What stands beside elements ---- */

static bool may_be_precondition(str target)
{
    return str_eq_ignore_case(target, STR("assume")) || str_eq_ignore_case(target, STR("assert"));
}

/* As a comment, which is one line. */
static status instruction_text(reader *r, str target, str data, str *out)
{
    BUF_AUTO text = BUF_INIT(r->a->mem, CATALOG_DOCUMENT_MAX_BYTES * 3);
    buf_printf(&text, "// %.*s ", STR_ARG(target));
    str lines = str_trim(data);
    for (size_t i = 0; i < lines.len; i++)
        buf_char(&text, lines.data[i] == '\n' ? ' ' : lines.data[i]);
    return buf_finish(&text, r->a, out, r->err);
}

static status add_instruction(reader *r, str target, str data)
{
    catalog_instruction *grown =
        arena_grow(r->a, r->instructions, r->tree.instruction_count, &r->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(r->err);
    r->instructions = grown;
    catalog_instruction *added = &grown[r->tree.instruction_count];
    added->line = r->place.line;
    added->column = r->place.column;
    status st = instruction_text(r, target, data, &added->text);
    r->tree.instruction_count += st == ST_OK;
    return st;
}

static void instruction(void *user, const char *target, const char *data)
{
    reader *r = user;
    end_text(r);
    r->after_text = false;
    if (r->st || !may_be_precondition(str_from(target)))
        return;
    move_to(r, offset(r));
    keep(r, add_instruction(r, str_from(target), str_from(data)));
}

/* expat has read on to what is declared in it. */
static size_t doctype_begins(const reader *r)
{
    size_t at = offset(r);
    while (at > 0 && !str_starts(str_from_index(r->tree.text, at), STR("<!DOCTYPE")))
        at--;
    return at;
}

/* Called before anything in it is read. */
static void doctype(void *user, const char *name, const char *system, const char *public,
                    int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    reader *r = user;
    if (r->st)
        return;
    move_to(r, doctype_begins(r));
    keep(r, fail_here(r, "a document type (DOCTYPE) may not stand in a migration: remove it, and "
                         "write out what its entities stand for"));
}

/* ---- Reading ---- */

static void listen(reader *r)
{
    XML_Parser parser = r->parser;
    XML_SetUserData(parser, r);
    XML_SetReturnNSTriplet(parser, XML_TRUE);
    XML_SetElementHandler(parser, start_element, end_element);
    XML_SetStartNamespaceDeclHandler(parser, start_namespace);
    XML_SetCharacterDataHandler(parser, characters);
    XML_SetCdataSectionHandler(parser, start_cdata, end_cdata);
    XML_SetCommentHandler(parser, comment);
    XML_SetProcessingInstructionHandler(parser, instruction);
    XML_SetStartDoctypeDeclHandler(parser, doctype);
}

static status fault(reader *r)
{
    enum XML_Error code = XML_GetErrorCode(r->parser);
    if (code == XML_ERROR_NO_MEMORY)
        return fail_no_memory(r->err);
    const char *what = XML_ErrorString(code);
    move_to(r, offset(r));
    if (code == XML_ERROR_TAG_MISMATCH && r->open)
        fail(r->err, ST_PARSE, "this is not well-formed XML: %s, <%.*s> of line %u is not closed", what,
             STR_ARG(r->open->name.local), (unsigned)r->open->line);
    else
        fail(r->err, ST_PARSE, "this is not well-formed XML: %s", what);
    if (r->err) {
        r->err->line = r->place.line;
        r->err->column = r->place.column;
    }
    return ST_PARSE;
}

/* The text is UTF-8 whatever it says about itself. */
static status parse(reader *r)
{
    str text = r->tree.text;
    r->parser = XML_ParserCreateNS("UTF-8", SEPARATOR);
    if (!r->parser)
        return fail_no_memory(r->err);
    listen(r);
    bool good = XML_Parse(r->parser, text.data, (int)text.len, XML_TRUE) == XML_STATUS_OK;
    status st = r->st || good ? r->st : fault(r);
    XML_ParserFree(r->parser);
    return st;
}

status catalog_tree_read(str bytes, arena *a, catalog_tree *out, error *err)
{
    reader r = { .a = a, .err = err, .text = BUF_INIT(a->mem, CATALOG_DOCUMENT_MAX_BYTES * 3) };
    r.link = &r.tree.root;
    status st = catalog_decode(bytes, a, &r.tree.text, err);
    r.place = CYPHER_LEXER(r.tree.text);
    if (!st)
        st = parse(&r);
    buf_free(&r.text);
    if (st)
        return st;
    r.tree.instructions = r.instructions;
    *out = r.tree;
    return ST_OK;
}
