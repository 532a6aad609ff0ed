"""The whole recorded history of a database, in a form in which two of them can be compared."""
from neo4j.time import DateTime, Duration

HISTORY = "__Neo4jMigration"
AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z\[UTC\]"


def history(database):
    """Nodes and relationships as sorted text, and the schema; what differs from run to run is replaced by its type."""
    nodes = database.run("MATCH (n) WHERE any(l IN labels(n) WHERE l STARTS WITH $history) "
                         "RETURN labels(n) AS labels, properties(n) AS properties", history=HISTORY)
    relationships = database.run(
        "MATCH (a)-[r]->(b) WHERE any(l IN labels(a) + labels(b) WHERE l STARTS WITH $history) "
        "RETURN a.version AS start, type(r) AS type, b.version AS end, properties(r) AS properties, "
        "toString(r.at) =~ $at AS at", history=HISTORY, at=AT)
    return {
        "nodes": sorted(f"{row['labels']} {described(row['properties'])}" for row in nodes),
        "relationships": sorted(f"{row['start']}-{row['type']}->{row['end']} {described(row['properties'])} at in UTC: {row['at']}"
                                for row in relationships),
        "constraints": database.constraints(),
        "indexes": database.indexes(),
    }


def described(properties):
    return {name: kind(value) for name, value in sorted(properties.items())}


def kind(value):
    """A value of time by its type and its resolution, any other one as it is."""
    if isinstance(value, DateTime):
        return f"<datetime of {'milli' if value.nanosecond % 1_000_000 == 0 else 'nano'}seconds>"
    if isinstance(value, Duration):
        whole = value.months == value.days == 0 and value.nanoseconds % 1_000_000 == 0
        return f"<duration of {'milliseconds' if whole else repr(value)}>"
    return value
