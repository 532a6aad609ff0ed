"""Rows that nobody reads: they are not kept, but what goes wrong in them is a failure of the migration."""
import pytest

from material import applied, write


@pytest.mark.parametrize("mode", ["PER_MIGRATION", "PER_STATEMENT"])
def test_a_guard_that_only_reads_stops_the_migration(cli, server, database, mode):
    write(cli, {"V1__guarded.cypher": "CREATE (:Before);\nUNWIND range(1, 3) AS x RETURN 1 / (x - 3);\nCREATE (:After);\n"})
    outcome = cli("--transaction-mode", mode, "apply", server=server)
    assert outcome.code == 1
    assert "Neo.ClientError.Statement.ArithmeticError" in outcome.out
    assert "statement 2 of 3" in outcome.err
    kept = [] if mode == "PER_MIGRATION" else ["Before"]
    assert [label for labels, _ in database.nodes() for label in labels] == kept
    assert database.chain() == []


def test_many_rows_are_dropped(cli, server, database):
    applied(cli, server, {"V1__rows.cypher": "UNWIND range(1, 200000) AS i RETURN i, 'row ' + i;\nCREATE (:Done);\n"})
    assert [labels for labels, _ in database.nodes()] == [("Done",)]
