"""A server that behaves as the Enterprise edition does where several databases and impersonation are concerned, and writes
down every transaction: database, user, access mode, bookmarks, statements, in the order in which they began.

It understands no Cypher: it knows the statements of the tool by their beginnings, and takes everything else as done."""
import re
import threading

from packstream import Structure
from peer import Closed

NODE, RELATIONSHIP = 0x4E, 0x52
SHOWN_PARAMETERS = ("name", "lockName", "target", "previous", "version")
SHOWN_WIDTH = 78


class Refusal(Exception):
    """What a server answers to a request that fails."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


class Enterprise:
    """State that all connections share."""

    def __init__(self, databases, answers=None, slow=(), forbidden=(), constraints=(), indexes=()):
        self.databases = list(databases)  # the first one is everybody's home
        self.answers = answers or {}      # beginning of a statement -> its one row
        self.starting = set(slow)         # databases that refuse whoever comes first
        self.constraints = list(constraints)  # rows of the target's schema, as dictionaries
        self.indexes = list(indexes)
        self.forbidden = tuple(forbidden) # beginnings of statements that the user may not run
        self.transactions = []
        self.chains = {}                  # (database, target) -> properties of nodes
        self.locks = set()                # (database, name)
        self.commits = 0
        self.mutex = threading.Lock()

    def lines(self):
        return [transaction.line() for transaction in self.transactions]

    # ---- what statements do ----

    def open(self, extra):
        name = (extra.get("db") or self.databases[0]).lower()
        transaction = Transaction(name, extra)
        self.transactions.append(transaction)
        if name not in [*self.databases, "system"]:
            transaction.end = "no such database"
            raise Refusal("Neo.ClientError.Database.DatabaseNotFound", f"Database does not exist. Database name: '{name}'.")
        if name in self.starting:
            self.starting.remove(name)
            transaction.end = "unavailable"
            raise Refusal("Neo.TransientError.Database.DatabaseUnavailable", f"Database '{name}' is unavailable.")
        return transaction

    def run(self, transaction, text, parameters):
        """Fields and rows."""
        transaction.statements.append((text, parameters))
        if text.startswith(self.forbidden):
            raise Refusal("Neo.ClientError.Security.Forbidden", "Permission denied.")
        for beginning, row in self.answers.items():
            if text.startswith(beginning):
                return ["x"], [row]
        if created := re.match(r"CREATE DATABASE (\w+)", text):
            self.databases.append(created[1].lower())
        for pattern, method in ((r"CALL dbms.components\(\) YIELD name, versions", self._components),
                                (r"CALL dbms.components\(\) YIELD name RETURN", lambda *_: (["name"], [["Neo4j Kernel"]])),
                                (r"SHOW CONSTRAINTS YIELD \*", lambda *_: table(self.constraints)),
                                (r"SHOW INDEXES YIELD \*", lambda *_: table(self.indexes)),
                                (r"SHOW CONSTRAINTS", self._constraints), (r"SHOW INDEXES", self._indexes),
                                (r"CALL dbms.showCurrentUser", self._user), (r"MATCH \(n:__Neo4jMigration\)", self._read),
                                (r".*CREATE \(c:__Neo4jMigration\)", self._append), (r"CREATE \(l?:__Neo4jMigrationsLock", self._lock),
                                (r"MATCH \(l:__Neo4jMigrationsLock \{id: ", self._unlock)):
            if re.match(pattern, text):
                return method(transaction, parameters)
        return [], []

    @staticmethod
    def _components(*_):
        return ["version", "edition"], [["5.26.0", "enterprise"]]

    @staticmethod
    def _constraints(*_):
        lock, node = "__Neo4jMigrationsLock", "__Neo4jMigration"
        return ["name", "labelsOrTypes", "properties"], [
            [f"{lock}__has_unique_id", [lock], ["id"]], [f"{lock}__has_unique_name", [lock], ["name"]],
            ["unique_version___Neo4jMigration", [node], ["version", "migrationTarget"]]]

    @staticmethod
    def _indexes(*_):
        return ["name", "labelsOrTypes", "properties"], [["repeated_at__Neo4jMigration", ["REPEATED"], ["at"]]]

    @staticmethod
    def _user(transaction, _):
        return ["username"], [[transaction.user or "neo4j"]]

    def _read(self, transaction, parameters):
        chain = self.chains.get((transaction.database, parameters["target"]), [])
        nodes = [Structure(NODE, [i, ["__Neo4jMigration"], properties, str(i)]) for i, properties in enumerate(chain)]
        ways = [Structure(RELATIONSHIP, [i, i - 1, i, "MIGRATED_TO", {}, str(i), str(i - 1), str(i)]) for i in range(len(chain))]
        return ["n", "m", "r", "times"], [[node, way if i else None, None, 0] for i, (node, way) in enumerate(zip(nodes, ways))]

    def _append(self, transaction, parameters):
        chain = self.chains.setdefault((transaction.database, parameters["target"]), [{"version": "BASELINE"}])
        assert parameters["previous"] == chain[-1]["version"], "this server knows no other place than the end"
        chain.append({name: value for name, value in parameters["properties"].items() if value is not None})
        return [], []

    def _lock(self, transaction, parameters):
        self.locks.add((transaction.database, parameters["lock"]["name"]))
        return self._read(transaction, parameters) if "target" in parameters else ([], [])

    def _unlock(self, transaction, _):
        self.locks = {lock for lock in self.locks if lock[0] != transaction.database}
        return [], []

    def commit(self, transaction):
        self.commits += 1
        transaction.end = f"{transaction.database}:{self.commits}"
        return transaction.end

    # ---- the conversation ----

    def __call__(self, peer):
        conversation = Conversation(self, peer)
        try:
            while True:
                name, fields = peer.receive()
                if name == "GOODBYE":
                    return
                with self.mutex:
                    conversation.answer(name, fields)
        except Closed:
            pass


class Transaction:
    def __init__(self, database, extra):
        self.database, self.user = database, extra.get("imp_user")
        self.reads = extra.get("mode") == "r"
        self.bookmarks = extra.get("bookmarks", [])
        self.metadata = extra.get("tx_metadata", {})
        self.statements, self.end = [], "rolled back"

    def line(self):
        """database [as user] [reads] [after bookmarks]: statements -> bookmark"""
        words = [self.database, f"as {self.user}" if self.user else "", "reads" if self.reads else "",
                 f"after {' '.join(sorted(self.bookmarks))}" if self.bookmarks else ""]
        texts = [shown(text, parameters) for text, parameters in self.statements]
        return "\n    ".join([" ".join(filter(None, words)) + ":", *texts, f"-> {self.end}"])


def table(rows):
    keys = list(rows[0]) if rows else ["name"]
    return keys, [list(row.values()) for row in rows]


def shown(text, parameters):
    parameters = parameters | parameters.get("lock", {}) if isinstance(parameters.get("lock"), dict) else parameters
    text = " ".join(text.split())
    if "CREATE (c:__Neo4jMigration)" in text:
        text = "the entry of the migration"
    if len(text) > SHOWN_WIDTH:
        text = text[:SHOWN_WIDTH - 1] + "…"
    known = ", ".join(f"{name}: {parameters[name]}" for name in SHOWN_PARAMETERS if name in parameters)
    return f"{text} {{{known}}}" if known else text


class Conversation:
    """One connection: what has been begun on it, and whether it has failed."""

    def __init__(self, server, peer):
        self.server, self.peer = server, peer
        self.transaction = self.rows = None
        self.explicit = self.failed = False

    def answer(self, name, fields):
        if self.failed and name != "RESET":
            return self.peer.send("IGNORED")
        try:
            return getattr(self, "_" + name.lower(), self._anything)(name, fields)
        except Refusal as refusal:
            self.failed = True
            key = "neo4j_code" if self.peer.scenario.version >= (5, 7) else "code"
            return self.peer.send("FAILURE", {key: refusal.code, "message": refusal.message, "gql_status": "50N42",
                                              "description": refusal.message})

    def _anything(self, name, _):
        self.peer.answer(name)

    def _reset(self, *_):
        self.failed = self.explicit = False
        self.transaction = None
        self.peer.send("SUCCESS", {})

    def _begin(self, _, fields):
        self.transaction, self.explicit = self.server.open(fields[0]), True
        self.peer.send("SUCCESS", {})

    def _run(self, _, fields):
        text, parameters, extra = fields
        if not self.explicit:
            self.transaction = self.server.open(extra)
        keys, self.rows = self.server.run(self.transaction, text, parameters)
        self.peer.send("SUCCESS", {"fields": keys})

    def _pull(self, name, _):
        for row in self.rows if name == "PULL" else []:
            self.peer.send("RECORD", row)
        metadata = {"db": self.transaction.database, "type": "rw"}
        if self.transaction.statements[-1][0].startswith("CREATE INDEX"):
            metadata["stats"] = {"indexes-added": 1}
        if not self.explicit:
            metadata["bookmark"] = self.server.commit(self.transaction)
        self.peer.send("SUCCESS", metadata)

    _discard = _pull

    def _commit(self, *_):
        self.explicit = False
        self.peer.send("SUCCESS", {"bookmark": self.server.commit(self.transaction)})

    def _rollback(self, *_):
        self.explicit = False
        self.peer.send("SUCCESS", {})
