/* The only file that knows libxml2: its SAX events become a tree. libxml2 allocates by malloc for itself; what stays is ours. */
#include "catalog/start_tag.h"
#include "catalog/tree.h"
#include "cypher/lexer.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>

typedef struct reader {
    arena *a;
    catalog_tree tree;
    xmlParserCtxt *parser;
    size_t behind; /* the last event */
    cypher_lexer place;
    catalog_node *open;  /* the innermost element that has not ended */
    catalog_node **link; /* where the next node goes */
    uint32_t depth;
    buf text; /* that has come since the last event of another kind */
    bool has_text, after_text;
    catalog_instruction *instructions;
    size_t capacity;
    status st;
    error *err;
} reader;

static str str_of(const xmlChar *text)
{
    return text ? str_from((const char *)text) : STR("");
}

/* ---- Places and failures ---- */

static void leave(reader *r)
{
    long at = xmlByteConsumed(r->parser);
    if (at > 0)
        r->behind = (size_t)at < r->tree.text.len ? (size_t)at : r->tree.text.len;
}

/* Markup is the only thing that begins with <, so the next one behind the last event is where the current one begins. */
static size_t enter(reader *r)
{
    size_t at = str_find_char(r->tree.text, '<', r->behind);
    if (at != STR_NOT_FOUND && at > r->place.at)
        cypher_lexer_advance(&r->place, at - r->place.at);
    return r->place.at;
}

static void keep(reader *r, status st)
{
    if (!st || r->st)
        return;
    r->st = st;
    xmlStopParser(r->parser);
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
    node->at = r->behind;
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

static void characters(void *user, const xmlChar *text, int length)
{
    reader *r = user;
    if (r->st || !r->open)
        return;
    r->has_text = true;
    buf_append(&r->text, text, (size_t)length);
}

static void cdata(void *user, const xmlChar *text, int length)
{
    reader *r = user;
    end_text(r);
    if (r->st)
        return;
    keep(r, add_text(r, (str){ (const char *)text, (size_t)length }));
    leave(r);
}

static void comment(void *user, const xmlChar *text)
{
    (void)text;
    reader *r = user;
    end_text(r);
    if (r->st)
        return;
    r->after_text = false;
    leave(r);
}

/* ---- Elements ---- */

static status copy_name(reader *r, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                        catalog_node_name *out)
{
    const catalog_node *near = r->open;
    bool same =
        near && str_eq(near->name.uri, str_of(uri)) && str_eq(near->name.prefix, str_of(prefix));
    status st = copy(r, str_of(local), &out->local);
    if (same) {
        out->uri = near->name.uri;
        out->prefix = near->name.prefix;
        return st;
    }
    if (!st)
        st = copy(r, str_of(uri), &out->uri);
    return st ? st : copy(r, str_of(prefix), &out->prefix);
}

static status read_namespaces(reader *r, catalog_node *node, size_t count, const xmlChar **pairs)
{
    catalog_namespace *namespaces = arena_array(r->a, count, sizeof *namespaces);
    status st = namespaces ? ST_OK : fail_no_memory(r->err);
    for (size_t i = 0; !st && i < count; i++) {
        st = copy(r, str_of(pairs[2 * i]), &namespaces[i].prefix);
        if (!st)
            st = copy(r, str_of(pairs[2 * i + 1]), &namespaces[i].uri);
    }
    node->namespaces = namespaces;
    node->namespace_count = count;
    return st;
}

static status read_attributes(reader *r, catalog_node *node, size_t count, const xmlChar **fields)
{
    catalog_attribute *attributes = arena_array(r->a, count, sizeof *attributes);
    status st = attributes ? ST_OK : fail_no_memory(r->err);
    size_t at = catalog_attributes_begin(r->tree.text, node->at);
    for (size_t i = 0; !st && i < count; i++, fields += 5) {
        attributes[i].at = catalog_attributes_next(r->tree.text, &at);
        st = copy_name(r, fields[0], fields[1], fields[2], &attributes[i].name);
        size_t length = (size_t)(fields[4] - fields[3]);
        if (!st)
            st = copy(r, (str){ (const char *)fields[3], length }, &attributes[i].value);
    }
    node->attributes = attributes;
    node->attribute_count = count;
    return st;
}

static status open_element(reader *r, catalog_node **out)
{
    enter(r);
    if (++r->depth > CATALOG_DOCUMENT_MAX_DEPTH)
        return fail_here(r, "elements are nested too deeply");
    status st = add_node(r, out);
    if (st)
        return st;
    (*out)->at = r->place.at;
    (*out)->line = r->place.line;
    (*out)->column = r->place.column;
    r->tree.elements++;
    r->after_text = false;
    return ST_OK;
}

static void start_element(void *user, const xmlChar *local, const xmlChar *prefix,
                          const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                          int attribute_count, int defaulted, const xmlChar **attributes)
{
    (void)defaulted;
    reader *r = user;
    end_text(r);
    if (r->st)
        return;
    catalog_node *node = NULL;
    status st = open_element(r, &node);
    if (!st)
        st = copy_name(r, local, prefix, uri, &node->name);
    if (!st)
        st = read_namespaces(r, node, (size_t)namespace_count, namespaces);
    if (!st)
        st = read_attributes(r, node, (size_t)attribute_count, attributes);
    if (st) {
        keep(r, st);
        return;
    }
    r->open = node;
    r->link = &node->first;
    leave(r);
    r->behind += r->behind < r->tree.text.len && r->tree.text.data[r->behind] == '>';
}

static void end_element(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    (void)local, (void)prefix, (void)uri;
    reader *r = user;
    end_text(r);
    if (r->st)
        return;
    r->link = &r->open->next;
    r->open = r->open->parent;
    r->depth--;
    r->after_text = false;
    leave(r);
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

static void instruction(void *user, const xmlChar *target, const xmlChar *data)
{
    reader *r = user;
    end_text(r);
    if (r->st)
        return;
    enter(r);
    if (may_be_precondition(str_of(target)))
        keep(r, add_instruction(r, str_of(target), str_of(data)));
    r->after_text = false;
    leave(r);
}

/* Called before anything in it is read. */
static void doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    reader *r = user;
    if (r->st)
        return;
    enter(r);
    keep(r, fail_here(r, "a document type (DOCTYPE) may not stand in a migration: remove it, and "
                         "write out what its entities stand for"));
}

static void start_document(void *user)
{
    leave(user);
}

/* libxml2 goes on to the end by itself, and tells nothing any more. */
#if LIBXML_VERSION < 21200
static void fault(void *user, xmlError *e)
#else
static void fault(void *user, const xmlError *e)
#endif
{
    reader *r = user;
    if (r->st || e->level < XML_ERR_ERROR)
        return;
    if (e->code == XML_ERR_NO_MEMORY) {
        r->st = fail_no_memory(r->err);
        return;
    }
    str message = str_trim(str_of((const xmlChar *)e->message));
    r->st = fail(r->err, ST_PARSE, "this is not well-formed XML: %.*s", STR_ARG(message));
    leave(r);
    catalog_place(r->tree.text, r->behind, r->err);
}

/* ---- Reading ---- */

static const xmlSAXHandler events = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = doctype,
    .startDocument = start_document,
    .startElementNs = start_element,
    .endElementNs = end_element,
    .characters = characters,
    .ignorableWhitespace = characters,
    .cdataBlock = cdata,
    .comment = comment,
    .processingInstruction = instruction,
    .serror = fault,
};

static void initialize(void)
{
    xmlInitParser();
}

static status parse(reader *r)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (pthread_once(&once, initialize) != 0)
        return fail_no_memory(r->err);
    str text = r->tree.text;
    r->parser = xmlCreateMemoryParserCtxt(text.data, (int)text.len);
    if (!r->parser)
        return fail_no_memory(r->err);
    *r->parser->sax = events;
    r->parser->userData = r;
    /* What is large is refused by us; the text is UTF-8 whatever it says about itself. */
    xmlCtxtUseOptions(r->parser,
                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC);
    bool good = xmlParseDocument(r->parser) == 0 && r->parser->wellFormed;
    xmlFreeDoc(r->parser->myDoc); /* where libxml2 puts entities, although nobody asked for a document */
    xmlFreeParserCtxt(r->parser);
    if (!r->st && !(good && r->tree.root))
        return fail(r->err, ST_PARSE, "this is not well-formed XML");
    return r->st;
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
