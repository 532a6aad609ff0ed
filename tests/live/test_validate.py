"""The verdicts of `validate`."""
import pytest

from material import THREE, applied, remove, write

PENDING = ("Some versions have been resolved that are not applied to the default database.\n"
           "Database is not in a valid state. To fix this, apply this configuration.\n")
VALID = "All resolved migrations have been applied to the default database.\n"
REPAIR = "Database is not in a valid state and needs manual repair.\n"


def validate(cli, server, *options):
    outcome = cli(*options, "validate", server=server)
    return outcome.code, outcome.out


@pytest.mark.pristine
def test_from_nothing_to_valid(cli, server, database):
    write(cli, THREE)
    assert validate(cli, server) == (1, PENDING)
    applied(cli, server, {}, "--target", "V2")
    assert validate(cli, server) == (1, PENDING)
    applied(cli, server, {})
    assert validate(cli, server) == (0, VALID)
    assert database.locks() == []


def test_a_changed_file(cli, server, database):
    applied(cli, server, THREE)
    write(cli, {"V2__step_2.cypher": "CREATE (:Other);"})
    changed = ("Versions resolved locally mismatch in either names, types or checksums compared to the default database.\n"
               'Checksum of 2 ("step 2") changed!\n' + REPAIR)
    assert validate(cli, server) == (1, changed)
    assert validate(cli, server, "--validate-on-migrate=false") == (1, changed)
    for command in ("info", "apply"):
        outcome = cli(command, server=server)
        assert outcome.code == 1 and 'Checksum of 2 ("step 2") changed!' in outcome.out + outcome.err
    write(cli, THREE)
    assert validate(cli, server) == (0, VALID)


def test_a_missing_file(cli, server, database):
    applied(cli, server, THREE)
    remove(cli, "V1__step_1.cypher")
    assert validate(cli, server) == (1, "Some versions previously applied to the default database cannot be resolved anymore.\n"
                                        "More migrations have been applied to the database than locally resolved.\n" + REPAIR)
    for command in ("info", "apply"):
        outcome = cli(command, server=server)
        assert outcome.code == 1
        assert "More migrations have been applied to the database than locally resolved." in outcome.out + outcome.err


@pytest.mark.only_on("5.26.30")
def test_files_with_one_version(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE (:A);", "R1__b.cypher": "CREATE (:B);"})
    code, out = validate(cli, server)
    assert code == 1
    assert out.startswith("Some versions occur more than once, locally or in the default database.\nDuplicate version '1' (R1__b.cypher, V1__a.cypher)")
    assert database.locks() == []


def test_nodes_with_one_version(cli, server, database):
    applied(cli, server, THREE)
    database.run("MATCH (m:__Neo4jMigration {version: '3'}) CREATE (m)-[:MIGRATED_TO]->(c:__Neo4jMigration) SET c = properties(m)")
    code, out = validate(cli, server)
    assert code == 1 and "Duplicate version '3' (V3__step_3.cypher, V3__step_3.cypher)" in out
    shown = cli("info", server=server)
    assert shown.code == 0 and "Duplicate version '3' (V3__step_3.cypher, V3__step_3.cypher) in the history" in shown.err
    refused = cli("apply", server=server)
    assert refused.code == 1 and "Duplicate version '3'" in refused.out + refused.err


@pytest.mark.only_on("5.26.30")
def test_an_assertion_that_does_not_hold(cli, server, database):
    write(cli, {"V1__a.cypher": "// assert q' RETURN false\nCREATE (:A);"})
    code, out = validate(cli, server)
    assert (code, out.splitlines()[1:]) == (1, ["Could not satisfy `// assert in TARGET q'RETURN false`.", REPAIR.strip()])


@pytest.mark.only_on("5.26.30")
def test_files_that_stand_in_for_each_other(cli, server, database):
    """A newer script for newer servers counts as the old one, if both have preconditions and one name."""
    applied(cli, server, {"V1__shape.cypher": "CREATE (:Old);\n"})
    write(cli, {"old/V1__shape.cypher": "// assume that version is lt 5\nCREATE (:Old);\n",
                "new/V1__shape.cypher": "// assume that version is ge 5\nCREATE (:New);\n"}, "both")
    assert validate(cli, server, "--location", "./both") == (0, VALID)
