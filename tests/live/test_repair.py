"""Histories that no longer fit the files, and what `repair` makes of them."""
import re

import pytest

from material import THREE, applied, remove, states, steps, write

REPAIRED = re.compile(r"The migration chain in the default database has been repaired: (\d+) nodes and (\d+) relationships have been "
                      r"deleted, (\d+) nodes and (\d+) relationships have been recreated\.\n")
REHEARSED = re.compile(r"The migration chain in the default database would be repaired: (\d+) nodes and (\d+) relationships would be "
                       r"deleted, (\d+) nodes and (\d+) relationships would be recreated\.\n")
LATE = {"V1_5__late.cypher": "CREATE (:Late);\n"}
TARGETS = ("--schema-database", "neo4j", "--database", "system")
OTHER = "CREATE (:__Neo4jMigration {version: 'BASELINE', migrationTarget: $target})"


def repair(cli, server, *options):
    """What it says that it has done, after a rehearsal that has to say the same and to do nothing."""
    before = server.witness.snapshot()
    rehearsal = cli(*options, "repair", "--dry-run", server=server)
    assert rehearsal.code == 0 and server.witness.snapshot() == before, str(rehearsal)
    outcome = cli(*options, "repair", server=server)
    assert outcome.code == 0, str(outcome)
    expected = REHEARSED.match(rehearsal.out)
    done = REPAIRED.fullmatch(outcome.out)
    assert done and expected and done.groups() == expected.groups(), f"{rehearsal}\n{outcome}"
    changes = [line.removeprefix("- ") for line in rehearsal.out.splitlines()[1:]]
    assert [line.partition("Repair: ")[2] for line in outcome.err.splitlines() if "Repair: " in line] == changes
    return tuple(int(n) for n in done.groups()), changes


@pytest.fixture
def watched(server, database):
    """A server whose database somebody looks into."""
    server.witness = database
    return server


def expect_valid(cli, server, *options):
    outcome = cli(*options, "validate", server=server)
    assert outcome.code == 0, str(outcome)


def test_nothing_to_repair(cli, server, database):
    for files, options in (({}, ("--target", "V2")), (THREE, ()), (LATE, ("--out-of-order",))):
        write(cli, THREE | files)
        if files is not LATE:
            assert cli(*options, "apply", server=server).code == 0
        before = database.snapshot()
        for command in (("repair",), ("repair", "--dry-run")):
            outcome = cli(*options, *command, server=server)
            assert (outcome.code, outcome.out) == (
                0, "The default database is in a valid state, missing or new migrations can be applied\n"), str(outcome)
        assert database.snapshot() == before


def test_without_any_file_it_refuses_and_tells_the_way_out(cli, server, database):
    applied(cli, server, THREE)
    for name in THREE:
        remove(cli, name)
    before = database.snapshot()
    for command in (("repair",), ("repair", "--dry-run")):
        outcome = cli(*command, server=server)
        assert outcome.code == 1 and "Zero migrations have been discovered" in outcome.out and "clean" in outcome.out
    assert database.snapshot() == before


def test_one_is_missing(cli, watched, database):
    applied(cli, watched, THREE)
    first, second, _ = database.chain()
    remove(cli, "V2__step_2.cypher")
    assert repair(cli, watched) == ((1, 2, 0, 1), ['remove 2 ("step 2")'])
    assert database.versions() == ["1", "3"]
    assert database.chain()[0] == first
    # As the Java tool has it: what follows takes over how the removed one was applied.
    assert database.chain()[1]["applied"] == second["applied"]
    assert steps(database) == [1, 2, 3] and database.locks() == []
    expect_valid(cli, watched)


def test_one_that_was_repeated_is_missing(cli, watched, database):
    applied(cli, watched, THREE | {"R4__r.cypher": "CREATE (:R {n: 1});", "V5__last.cypher": "CREATE (:Last);"})
    for n in (2, 3):
        applied(cli, watched, {"R4__r.cypher": f"CREATE (:R {{n: {n}}});"})
    remove(cli, "R4__r.cypher")
    assert repair(cli, watched) == ((1, 4, 0, 1), ['remove 4 ("r")'])
    assert database.versions() == ["1", "2", "3", "5"]
    expect_valid(cli, watched)


def test_everything_at_once(cli, watched, database):
    applied(cli, watched, THREE | {"V4__four.cypher": "CREATE (:Four);", "V5__five.cypher": "CREATE (:Five);"})
    before = {each["version"]: each for each in database.chain()}
    remove(cli, "V2__step_2.cypher")
    write(cli, LATE | {"V1__step_1.cypher": "CREATE (:New);", "V3_5__a.cypher": "CREATE (:A);", "V3_6__b.cypher": "CREATE (:B);",
                       "V6__six.cypher": "CREATE (:Six);"})
    counts, changes = repair(cli, watched)
    assert counts == (1, 5, 3, 7)
    assert [re.sub(r"\d{8,}", "...", change) for change in changes] == [
        'set the checksum of 1 ("step 1") to ..., it was ...', 'remove 2 ("step 2")', 'insert 1.5 ("late") behind 1, as applied',
        'insert 3.5 ("a") behind 3, as applied', 'insert 3.6 ("b") behind 3, as applied']
    chain = {each["version"]: each for each in database.chain()}
    assert list(chain) == ["1", "1.5", "3", "3.5", "3.6", "4", "5"]
    assert chain["1"]["checksum"] == "2669622732" != before["1"]["checksum"]
    assert chain["1"]["applied"] == before["1"]["applied"]
    assert chain["3"]["applied"] == before["2"]["applied"] and chain["4"] == before["4"] and chain["5"] == before["5"]
    inserted = chain["3.5"]
    assert (inserted["description"], inserted["type"], inserted["repeatable"], inserted["source"]) == ("a", "CYPHER", False, "V3_5__a.cypher")
    assert inserted["applied"].keys() == {"at", "in", "by", "connectedAs"}
    assert (str(inserted["applied"]["at"].tzinfo), inserted["applied"]["in"].seconds) == ("UTC", 0)
    assert "migrationTarget" not in inserted
    assert {labels for labels, _ in database.nodes()} == {("Step",), ("Four",), ("Five",)}
    assert states(cli("info", server=watched))["6"] == "PENDING"
    assert cli("apply", server=watched).out == "Database migrated to version 6.\n"
    expect_valid(cli, watched)


@pytest.mark.parametrize("recorded, told", [(None, "it had none"), ("1", "it was 1")])
def test_another_checksum_or_none(cli, watched, database, recorded, told):
    applied(cli, watched, THREE)
    checksum = database.chain()[1]["checksum"]
    database.run("MATCH (m:__Neo4jMigration {version: '2'}) SET m.checksum = $recorded", recorded=recorded)
    assert repair(cli, watched) == ((0, 0, 0, 0), [f'set the checksum of 2 ("step 2") to {checksum}, {told}'])
    assert database.chain()[1]["checksum"] == checksum
    expect_valid(cli, watched)


def test_from_repeatable_to_versioned_and_back(cli, watched, database):
    applied(cli, watched, {"R1__again.cypher": "CREATE (:R {v: 1});", "V2__once.cypher": "CREATE (:V);"})
    applied(cli, watched, {"R1__again.cypher": "CREATE (:R {v: 2});"})
    remove(cli, "R1__again.cypher")
    write(cli, {"V1__once_more.cypher": "CREATE (:R {v: 3});"})
    counts, changes = repair(cli, watched)
    assert (counts, changes[0]) == ((0, 0, 0, 0), 'make 1 ("again") versioned')
    first = database.chain()[0]
    assert (first["repeatable"], first["source"], first["description"]) == (False, "V1__once_more.cypher", "once more")
    assert first["checksum"] == first["repeated"][0]["checksum"] and len(first["repeated"]) == 1
    expect_valid(cli, watched)

    remove(cli, "V1__once_more.cypher")
    write(cli, {"R1__again.cypher": "CREATE (:R {v: 4});"})
    assert repair(cli, watched) == ((0, 0, 0, 0), ['make 1 ("once more") repeatable'])
    assert database.chain()[0]["repeatable"] is True
    # It has changed since it was applied, so it is applied again.
    assert "Reapplied changed repeatable migration 1" in cli("apply", server=watched).err
    expect_valid(cli, watched)


def test_a_changed_repeatable_is_still_applied_afterwards(cli, watched, database):
    applied(cli, watched, THREE | {"R4__r.cypher": "CREATE (:R {n: 1});"})
    write(cli, {"R4__r.cypher": "CREATE (:R {n: 2});"})
    remove(cli, "V2__step_2.cypher")
    assert repair(cli, watched)[1] == ['remove 2 ("step 2")']
    assert "Reapplied changed repeatable migration 4" in cli("apply", server=watched).err
    assert [properties["n"] for (label,), properties in database.nodes() if label == "R"] == [1, 2]


def test_late_ones_that_may_be_applied_stay_pending(cli, watched, database):
    applied(cli, watched, THREE)
    write(cli, LATE | {"V1__step_1.cypher": "CREATE (:New);"})
    counts, changes = repair(cli, watched, "--out-of-order")
    assert counts == (0, 0, 0, 0) and len(changes) == 1
    assert "Applied migration 1.5" in cli("--out-of-order", "apply", server=watched).err
    expect_valid(cli, watched)


DUPLICATE = ("MATCH (m:__Neo4jMigration {version: $version}) OPTIONAL MATCH (m)-[r:MIGRATED_TO]->(n) "
             "CREATE (d:__Neo4jMigration) SET d = properties(m) "
             "CREATE (m)-[:MIGRATED_TO {at: datetime({timezone: 'UTC'}), in: duration('PT1S'), by: 'x', connectedAs: 'y'}]->(d) "
             "FOREACH (link IN CASE WHEN r IS NULL THEN [] ELSE [r] END | "
             "CREATE (d)-[after:MIGRATED_TO]->(n) SET after = properties(link) DELETE link)")


def test_the_same_version_several_times(cli, watched, database):
    applied(cli, watched, THREE)
    before = database.chain()
    for version in ("1", "3"):
        database.run(DUPLICATE, version=version)
    database.run("MATCH (m:__Neo4jMigration {version: '1'})<-[:MIGRATED_TO]-(:__Neo4jMigration {version: '1'}) "
                 "CREATE (m)-[:REPEATED {at: datetime({timezone: 'UTC'})}]->(m)")
    assert repair(cli, watched) == ((2, 4, 0, 1), ['remove a duplicate of 1 ("step 1")', 'remove a duplicate of 3 ("step 3")'])
    assert database.chain() == before
    expect_valid(cli, watched)


def test_another_order(cli, watched, database):
    files = {f"V{n}__s.cypher": f"CREATE (:Step {{n: {n}}});" for n in (1, 2, 10)}
    applied(cli, watched, files)
    before = {each["version"]: each for each in database.chain()}
    lexicographic = ("--version-sort-order", "lexicographic")
    assert repair(cli, watched, *lexicographic) == ((0, 2, 0, 2), ['move 10 ("s") behind 1'])
    assert [before[version] for version in ("1", "10", "2")] == database.chain()
    expect_valid(cli, watched, *lexicographic)
    assert repair(cli, watched)[1] == ['move 2 ("s") behind 1']
    assert database.chain() == list(before.values())


@pytest.mark.only_on("5.26.30")
def test_of_one_target_among_several(cli, watched, database):
    """A history with a target, next to the default one that has the same versions."""
    applied(cli, watched, THREE)
    for n in (1, 2, 3):
        database.run("MERGE (p:__Neo4jMigration {version: $before, migrationTarget: 'system'}) "
                     "CREATE (p)-[:MIGRATED_TO {at: datetime({timezone: 'UTC'}), in: duration('PT1S'), by: 'x', connectedAs: 'y'}]->"
                     "(:__Neo4jMigration {version: $version, migrationTarget: 'system', type: 'CYPHER', repeatable: false, "
                     "description: 's', source: $source, checksum: $checksum})",
                     before=str(n - 1) if n > 1 else "BASELINE", version=str(n), source=f"V{n}__step_{n}.cypher",
                     checksum=database.chain()[n - 1]["checksum"])
    expect_valid(cli, watched, *TARGETS)
    default = database.chain()
    remove(cli, "V2__step_2.cypher")
    write(cli, LATE)
    outcome = cli(*TARGETS, "repair", server=watched)
    assert outcome.out == ("The migration chain in `neo4j` has been repaired: 1 nodes and 3 relationships have been deleted, "
                           "1 nodes and 3 relationships have been recreated.\n"), str(outcome)
    assert database.versions("system") == ["1", "1.5", "3"]
    assert database.chain("system")[1]["migrationTarget"] == "system"
    assert database.chain() == default
    expect_valid(cli, watched, *TARGETS)


def test_all_or_nothing(cli, watched, database):
    """The second of two insertions meets a constraint."""
    applied(cli, watched, {"V1__a.cypher": "CREATE (:A);", "V9__b.cypher": "CREATE (:B);"})
    write(cli, {"V2__c.cypher": "CREATE (:C);", "V3__d.cypher": "CREATE (:D);", "V1__a.cypher": "CREATE (:Other);"})
    database.run("CREATE CONSTRAINT once FOR (m:__Neo4jMigration) REQUIRE m.source IS UNIQUE")
    database.run("CREATE (:__Neo4jMigration {version: 'x', source: 'V2__c.cypher', migrationTarget: 'elsewhere'})")
    before = database.snapshot()
    outcome = cli("repair", server=watched)
    assert outcome.code == 1 and "ConstraintValidationFailed" in outcome.out + outcome.err
    assert "the history is as it was" in outcome.err
    assert database.snapshot() == before


def test_duplicate_files_are_an_error(cli, server, database):
    applied(cli, server, THREE)
    write(cli, {"V2__again.cypher": "CREATE (:X);"})
    before = database.snapshot()
    outcome = cli("repair", server=server)
    assert outcome.code == 1 and "Duplicate version '2' (V2__again.cypher, V2__step_2.cypher)" in outcome.out
    assert database.snapshot() == before
