"""An independent witness of what is in a database: the official Python driver."""
import logging
import re

from neo4j import GraphDatabase, TrustCustomCAs

HISTORY_LABELS = ("__Neo4jMigration", "__Neo4jMigrationsLock")
# What the tools create for themselves. To make it is most of what a short test would take.
HISTORY_SCHEMA = {"unique_version___Neo4jMigration", "repeated_at__Neo4jMigration", "__Neo4jMigrationsLock__has_unique_id",
                  "__Neo4jMigrationsLock__has_unique_name"}


def look_into(server):
    """The database of this server that is there from the start."""
    return (OldDatabase if tuple(map(int, server.version.split("."))) < (4, 4) else Database)(server)


class Database:
    """Looks into one database of a server, and empties it."""

    def __init__(self, server, name="neo4j", encrypted=False):
        # Hints about labels that do not exist (yet) are of no interest here.
        logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)
        tls = {"encrypted": True, "trusted_certificates": TrustCustomCAs(str(server.certificate))} if encrypted else {}
        self.name = name
        self.driver = GraphDatabase.driver(server.uri, auth=(server.user, server.password), **tls)

    def close(self):
        self.driver.close()

    def run(self, statement, database=None, **parameters):
        """The rows of a statement, as dictionaries."""
        with self.driver.session(database=database or self.name) as session:
            return [dict(record.items()) for record in session.run(statement, parameters)]

    def value(self, statement, **parameters):
        """The one value of a statement with one row of one column."""
        (row,) = self.run(statement, **parameters)
        (value,) = row.values()
        return value

    def empty(self, pristine=True):
        """Removes all data, constraints and indexes, and all users but the first. If the database need not be as nobody has
        ever used it, what the tools have created for themselves stays, unless something is missing."""
        self.end_transactions()
        there = {*self.constraints(), *self.indexes()}
        stays = HISTORY_SCHEMA if not pristine and HISTORY_SCHEMA <= there else set()
        for name in self.constraints().keys() - stays:
            self.run(f"DROP CONSTRAINT {quoted(name)}")
        for name in self.indexes().keys() - stays:
            self.run(f"DROP INDEX {quoted(name)}")
        self.run("MATCH (n) DETACH DELETE n")
        for user in self.other_users():
            self.run(f"DROP USER {quoted(user)}", "system")

    def end_transactions(self):
        """Ends what others have left running here, so that its locks do not hold up the next test."""
        for row in self.run("SHOW TRANSACTIONS YIELD transactionId AS id, database, currentQuery AS query "
                            "WHERE database = $name AND NOT query STARTS WITH 'SHOW TRANSACTIONS'", name=self.name):
            self.run(f"TERMINATE TRANSACTIONS '{row['id']}'")

    def other_users(self):
        return [row["user"] for row in self.run("SHOW USERS YIELD user WHERE user <> 'neo4j'", "system")]

    def nodes(self):
        """(labels, properties) of each node that does not belong to the history, in a stable order."""
        rows = self.run("MATCH (n) WHERE none(label IN labels(n) WHERE label IN $history) "
                        "RETURN labels(n) AS labels, properties(n) AS properties", history=HISTORY_LABELS)
        return sorted(((tuple(sorted(row["labels"])), row["properties"]) for row in rows), key=repr)

    def relationships(self):
        """(type, properties) of each relationship that does not belong to the history, in a stable order."""
        rows = self.run("MATCH (a)-[r]->() WHERE none(label IN labels(a) WHERE label IN $history) "
                        "RETURN type(r) AS type, properties(r) AS properties", history=HISTORY_LABELS)
        return sorted(((row["type"], row["properties"]) for row in rows), key=repr)

    def chain(self, target=None):
        """The recorded migrations from the first to the last: the node's properties, those of the relationship that
        led to it as `applied`, and those of its repetitions, oldest first, as `repeated`."""
        rows = self.run(
            "MATCH path = (root:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO*]->(m) "
            "WHERE coalesce(root.migrationTarget, '') = $target "
            "WITH m, last(relationships(path)) AS applied, length(path) AS position "
            "OPTIONAL MATCH (m)-[r:REPEATED]->(m) "
            "WITH m, applied, position, r ORDER BY r.at "
            "RETURN properties(m) AS node, properties(applied) AS applied, collect(properties(r)) AS repeated, position "
            "ORDER BY position", target=target or "")
        return [row["node"] | {"applied": row["applied"], "repeated": row["repeated"]} for row in rows]

    def versions(self, target=None):
        return [migration["version"] for migration in self.chain(target)]

    def locks(self):
        """The properties of the lock nodes; none when nobody holds the lock."""
        return [row["lock"] for row in self.run("MATCH (l:__Neo4jMigrationsLock) RETURN properties(l) AS lock")]

    def constraints(self):
        """Name -> (type, labels or types, properties); a type has the name that older servers give it."""
        rows = self.run("SHOW CONSTRAINTS YIELD name, type, labelsOrTypes AS on, properties")
        return {row["name"]: (row["type"].replace("NODE_PROPERTY_", ""), *row["on"], *row["properties"]) for row in rows}

    def indexes(self):
        """Name -> (type, labels or types, properties) of what is not there by itself or due to a constraint."""
        owned = self.constraints()
        rows = self.run("SHOW INDEXES YIELD name, type, labelsOrTypes AS on, properties WHERE type <> 'LOOKUP'")
        return {row["name"]: (row["type"], *row["on"], *row["properties"]) for row in rows if row["name"] not in owned}

    def snapshot(self):
        """Everything that a migration can change, to compare with a later snapshot."""
        return {"nodes": self.nodes(), "relationships": self.relationships(), "chain": self.chain(),
                "locks": self.locks(), "constraints": self.constraints(), "indexes": self.indexes(),
                "users": self.other_users()}


class OldDatabase(Database):
    """The only database of a server before 4.0, or the first one of a server before 4.4, where the driver cannot choose
    (to 4.0 and 4.1 it speaks Bolt 3) and the words for schemas are other ones."""

    def __init__(self, server):
        super().__init__(server, name=None)
        self.has_names = not server.version.startswith("3.")

    def end_transactions(self):
        """Nobody can see those of others here."""

    def other_users(self):
        return []

    def empty(self, pristine=True):
        for row in self.run("CALL db.constraints()"):
            self.run(f"DROP CONSTRAINT {quoted(row['name'])}" if self.has_names else f"DROP {row['description']}")
        for name, (_, on, *properties) in self.indexes().items():
            self.run(f"DROP INDEX {quoted(name)}" if self.has_names else f"DROP INDEX ON :{on}({', '.join(properties)})")
        self.run("MATCH (n) DETACH DELETE n")

    def constraints(self):
        """As that of the others; where a constraint has no name, it is called LABEL.PROPERTY."""
        found = {}
        for row in self.run("CALL db.constraints()"):
            label, name = re.fullmatch(r"CONSTRAINT ON \( \w+:(\w+) \) ASSERT \(?\w+\.(\w+)\)? IS UNIQUE", row["description"]).groups()
            found[row.get("name", f"{label}.{name}")] = ("UNIQUENESS", label, name)
        return found

    def indexes(self):
        if self.has_names:
            rows = self.run("CALL db.indexes() YIELD name, type, uniqueness, labelsOrTypes, properties "
                            "WHERE type <> 'LOOKUP' AND uniqueness <> 'UNIQUE' RETURN name, type, labelsOrTypes AS on, properties")
        else:
            rows = self.run("CALL db.indexes() YIELD description, type, tokenNames, properties WHERE type = 'node_label_property' "
                            "RETURN description AS name, 'BTREE' AS type, tokenNames AS on, properties")
        return {row["name"]: (row["type"], *row["on"], *row["properties"]) for row in rows}

    def index_states(self):
        return {row["state"] for row in self.run("CALL db.indexes() YIELD state RETURN state")}


def quoted(name):
    return "`" + name.replace("`", "``") + "`"
