"""What can go wrong: each time with a message that names the thing, and without a lock that stays."""
import pytest

from material import ENDLESS, THREE, applied, running, states, steps, write


def failed(cli, server, *arguments):
    outcome = cli(*arguments, server=server)
    assert outcome.code == 1, str(outcome)
    return outcome


@pytest.fixture(autouse=True)
def no_lock_stays(request):
    """Whatever happens, the lock is given back."""
    database = request.getfixturevalue("database") if "database" in request.fixturenames else None
    yield
    assert database is None or database.locks() == []


SCRIPT = ("// Ä comment above 😀\r\n"
          "CREATE (:First {t: 'ä;\r\n'});\r\n"
          "CREATE (:Second); // behind\r\n"
          "\r\n"
          "MATCH (n:First)\r\n"
          "\tWHERE n.t = '😀' RETURN oops;\r\n"
          "CREATE (:Never);\r\n")


@pytest.mark.parametrize("mode", ["PER_MIGRATION", "PER_STATEMENT"])
def test_a_statement_that_the_server_refuses(cli, server, database, mode):
    write(cli, {"V1__good.cypher": "CREATE (:Good);", "V2__half done.cypher": SCRIPT, "V3__later.cypher": "CREATE (:Later);"})
    outcome = failed(cli, server, "--transaction-mode", mode, "apply")
    assert outcome.out.startswith('Could not apply migration: 2 ("half done").\n\tNeo.ClientError.Statement.SyntaxError: ')
    assert "V2__half done.cypher:7:25: " in outcome.err and "statement 3 of 4" in outcome.err
    assert "the migration is not recorded" in outcome.err
    assert database.versions() == ["1"]
    labels = [labels[0] for labels, _ in database.nodes()]
    if mode == "PER_STATEMENT":
        assert "statements 1 to 2 stay" in outcome.err and labels == ["First", "Good", "Second"]
    else:
        assert "nothing of it stays" in outcome.err and labels == ["Good"]


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("options", [("--cypher-version", "CYPHER_5"), ("--placeholder", "k=a long value instead"), ()])
def test_the_place_is_right_whatever_was_put_in_front(cli, server, database, options):
    text = "${nm:k}" if "--placeholder" in options else "1234567"
    write(cli, {"V1__a.cypher": f"CREATE (:A {{t: '{text}'}}) RETURN oops;\n"})
    assert "V1__a.cypher:1:35: " in failed(cli, server, *options, "apply").err


def test_data_that_a_constraint_does_not_let_in(cli, server, database):
    write(cli, {"V1__c.cypher": "CREATE CONSTRAINT one_a FOR (a:A) REQUIRE a.n IS UNIQUE;",
                "V2__d.cypher": "CREATE (:A {n: 1});\nCREATE (:B);\nCREATE (:A {n: 1});"})
    outcome = failed(cli, server, "apply")
    assert "Neo.ClientError.Schema.ConstraintValidationFailed" in outcome.out and "statement 3 of 3" in outcome.err
    assert "V2__d.cypher:3:1" in outcome.err
    assert (database.versions(), database.nodes()) == (["1"], [])


def test_a_later_group_fails(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE (:A);\n:use elsewhere;\nCREATE (:B);\n"})
    outcome = failed(cli, server, "apply")
    assert "Neo.ClientError.Database.DatabaseNotFound" in outcome.out and "elsewhere" in outcome.out
    assert "statement 1 stays" in outcome.err and "V1__a.cypher:2:1: " in outcome.err and "    2 | :use elsewhere;" in outcome.err
    assert ([labels for labels, _ in database.nodes()], database.chain()) == ([("A",)], [])


def test_a_statement_takes_longer_than_allowed(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE (:Step {n: 1});\n" + ENDLESS})
    outcome = failed(cli, server, "--transaction-timeout", "PT1S", "apply")
    assert "Neo.ClientError.Transaction.TransactionTimedOut" in outcome.out and "statement 2 of 2" in outcome.err
    assert (database.chain(), database.nodes()) == ([], [])


def test_a_constraint_of_the_other_edition(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE CONSTRAINT x FOR (l:L) REQUIRE l.n IS NOT NULL;"})
    assert "// assume that edition is enterprise" in failed(cli, server, "apply").out


@pytest.mark.parametrize("arguments", [("--database", "nowhere"), ("--database", "nowhere", "--schema-database", "neo4j"),
                                       ("--schema-database", "nowhere")])
@pytest.mark.parametrize("command", ["info", "validate", "apply"])
def test_a_database_that_does_not_exist(cli, server, database, arguments, command):
    write(cli, THREE)
    outcome = failed(cli, server, *arguments, command)
    assert "nowhere" in outcome.out + outcome.err
    assert database.chain() == [] and database.nodes() == []


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("option", ["--database", "--schema-database"])
@pytest.mark.parametrize("command", ["info", "apply", "clean"])
def test_no_history_in_the_system_database(cli, server, database, option, command):
    write(cli, THREE)
    assert 'the database "System" cannot keep a history' in failed(cli, server, option, "System", command).out


@pytest.mark.only_on("5.26.30")
def test_the_chain_of_a_database_that_is_gone_can_be_forgotten(cli, server, database):
    database.run("CREATE (:__Neo4jMigration {version: 'BASELINE', migrationTarget: 'nowhere'})")
    outcome = cli("--database", "nowhere", "--schema-database", "neo4j", "clean", server=server)
    assert outcome.code == 0 and outcome.out.startswith("Deleted chain nowhere (1 nodes")


@pytest.mark.only_on("5.26.30")
def test_documents_that_are_wrong(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE (:A);", "V2__b.xml": '<migration xmlns="https://michael-simons.github.io/neo4j-migrations">\n  <explode/>\n</migration>'})
    for command in ("info", "validate", "apply"):
        outcome = failed(cli, server, command)
        assert "explode" in outcome.out and "V2__b.xml:2:3" in outcome.err, str(outcome)
    assert database.nodes() == []


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("line, part", [
    ("// assume that version is recent", "version"), ("// assert that moon is full", "moon is full"),
    ("// assume q' RETURNS nothing", "RETURNS"), ("// assume q' RETURN 1", "no boolean"),
    ("// assume q' MATCH (n:Nowhere) RETURN true", "no row"), ("// assume q' UNWIND [true, true] AS x RETURN x", "several rows"),
    ("// assume q' CREATE (n) RETURN true", "read access mode"),
], ids=["version", "word", "syntax", "number", "no row", "rows", "write"])
def test_preconditions_that_make_no_sense(cli, server, database, line, part):
    write(cli, {"V1__a.cypher": f"// first\n{line}\nCREATE (:A);\n"})
    for command in ("info", "validate", "apply"):
        outcome = failed(cli, server, command)
        said = outcome.out + outcome.err
        assert part.lower() in said.lower() and "V1__a.cypher:2" in said and "Could not apply" not in said, said
    assert database.nodes() == []


# ---- Histories that are none ----

def chain(*nodes):
    return "CREATE (b:__Neo4jMigration {version: 'BASELINE'})" + "".join(nodes)


def node(version, after="b", **more):
    properties = {"version": version, "type": "CYPHER", "source": f"V{version}__x.cypher"} | more
    text = ", ".join(f"{k}: '{v}'" for k, v in properties.items() if v is not None)
    return f" CREATE ({after})-[:MIGRATED_TO]->(n{version}:__Neo4jMigration {{{text}}})"


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("statement, part", [
    (chain(node("1"), node("2", "n1"), node("3", "n1")), 'after version "1" it goes on with'),
    (chain(node("1")) + " CREATE (n1)-[:MIGRATED_TO]->(b)", "several ways lead to version \"BASELINE\""),
    (chain(node("1", type="NATIVE")), 'unknown type "NATIVE"'),
    (chain(node("1", type=None)), 'no property "type"'),
    (chain(node("1", source=None)), 'no property "source"'),
    (chain() + " CREATE (:__Neo4jMigration {version: 'BASELINE'})", "several nodes of version BASELINE"),
    ("CREATE (:__Neo4jMigration {version: '1'})", "no node of version BASELINE"),
], ids=["fork", "circle", "unknown type", "no type", "no source", "two baselines", "no baseline"])
def test_a_history_that_is_no_chain(cli, server, database, statement, part):
    write(cli, THREE)
    database.run(statement)
    for command in ("info", "validate", "apply"):
        outcome = failed(cli, server, command)
        assert part in outcome.out + outcome.err
    assert database.nodes() == []
    assert cli("clean", server=server).code == 0
    assert cli("apply", server=server).code == 0


def test_what_old_tools_have_written_is_understood(cli, server, database):
    database.run("CREATE (:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO]->(:__Neo4jMigration {version: '0', flyway_failed: true})"
                 "-[:MIGRATED_TO {at: datetime('2020-01-01T12:00:00+01:00')}]->(:__Neo4jMigration {version: '1', type: 'CYPHER', "
                 "source: 'V1__step_1.cypher', checksum: '2148385102'})-[:MIGRATED_TO]->(:__Neo4jMigration {version: '9', type: 'DELETE'})")
    write(cli, {"V1__step_1.cypher": "CREATE (:Step {n: 1});"})
    outcome = cli("validate", server=server)
    assert outcome.code == 0, str(outcome)
    assert "2020-01-01T12:00+01:00" in cli("info", server=server).out


def refuse_a_second_entry(cli, server, database):
    """Somebody's constraint keeps the second migration out of the history."""
    applied(cli, server, {"V1__a.cypher": "CREATE (:Step {n: 1});"})
    database.run("CREATE CONSTRAINT one_type FOR (m:__Neo4jMigration) REQUIRE m.type IS UNIQUE")
    write(cli, {"V3__c.cypher": "CREATE (:Step {n: 3});"})


@pytest.mark.parametrize("mode", ["PER_MIGRATION", "PER_STATEMENT"])
def test_what_cannot_be_recorded_is_rolled_back(cli, server, database, mode):
    refuse_a_second_entry(cli, server, database)
    write(cli, {"V2__b.cypher": "CREATE (:Step {n: 2});"})
    outcome = failed(cli, server, "apply", "--transaction-mode", mode)
    assert "outcome: nothing of it stays; the migration could not be recorded\n" in outcome.err
    assert 'migration: 2 ("b")' in outcome.err
    assert (database.versions(), steps(database)) == (["1"], [1])


def test_changes_of_the_schema_that_cannot_be_recorded(cli, server, database):
    refuse_a_second_entry(cli, server, database)
    write(cli, {"V2__b.cypher": "CREATE INDEX step_n FOR (s:Step) ON (s.n);"})
    outcome = failed(cli, server, "apply")
    assert "all statements of the migration stay, but it could not be recorded" in outcome.err
    assert 'migration: 2 ("b")' in outcome.err
    assert (database.versions(), steps(database)) == (["1"], [1])
    assert "step_n" in database.indexes()


# ---- Servers that go away ----

@pytest.mark.only_on("5.26.30")
def test_the_server_is_killed_in_the_middle_of_a_statement(cli, server, killable):
    from database import Database
    looking = Database(killable)
    write(cli, {"V1__a.cypher": "CREATE (:Step {n: 1});\n", "V2__b.cypher": "CREATE (:Step {n: 2});\n" + ENDLESS})
    process = cli.start("apply", server=killable)
    running(looking, "Endless")
    killable.kill()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1, out + err
    assert "residues" in err and "nothing of it stays; the migration is not recorded" in err
    killable.restart()
    assert (looking.versions(), steps(looking)) == (["1"], [1])
    assert cli("apply", server=killable).code == 1
    assert cli("lock", "release", server=killable).code == 0
    assert states(cli("info", server=killable)) == {"1": "APPLIED", "2": "PENDING"}
    looking.close()


def test_nobody_is_there(cli):
    write(cli, THREE)
    outcome = cli("--address", "bolt://127.0.0.1:1", "--password", "x", "apply")
    assert outcome.code == 1 and "127.0.0.1:1" in outcome.out + outcome.err
