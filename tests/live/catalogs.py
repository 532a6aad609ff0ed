"""XML migrations in short: what tests of catalogs write."""
NAMESPACE = "https://michael-simons.github.io/neo4j-migrations"


def xml(*body):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<migration xmlns="{NAMESPACE}">\n' + "\n".join(body) + "\n</migration>\n"


def item(element, name, on, *properties, kind="", entity="label", options="", property_type=""):
    kind = f' type="{kind}"' if kind else ""
    of = f' type="{property_type}"' if property_type else ""
    listed = "".join(f"<property{of}>{p}</property>" for p in properties)
    options = f"<options>{options}</options>" if options else ""
    return (f'<{element} name="{name}"{kind}><{entity}>{on}</{entity}><properties>{listed}</properties>{options}'
            f"</{element}>")


def unique(name, label, *properties, **more):
    return item("constraint", name, label, *properties, kind="unique", **more)


def index(name, on, *properties, **more):
    return item("index", name, on, *properties, **more)


def catalog(*items, reset=False):
    """<constraints> and <indexes> of the items given."""
    sides = {side: [i for i in items if i.startswith(f"<{side}")] for side in ("constraint", "index")}
    inner = "".join(f"<{plural}>{''.join(sides[side])}</{plural}>"
                    for side, plural in (("constraint", "constraints"), ("index", "indexes")) if sides[side])
    return f'<catalog reset="true">{inner}</catalog>' if reset else f"<catalog>{inner}</catalog>"


def create(*names):
    return "".join(f'<create item="{name}"/>' for name in names)


ISBN, TITLE = unique("isbn", "Book", "isbn"), index("title", "Book", "title")
BOOKS = catalog(ISBN, TITLE)
