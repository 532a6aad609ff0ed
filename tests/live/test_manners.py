"""How much the tool says, and in which colours, when all goes well; and what `new` begins."""
import pytest

from material import THREE, applied, write

pytestmark = pytest.mark.only_on("5.26.30")


def test_quiet_prints_the_result_alone(cli, server, database):
    write(cli, THREE)
    outcome = cli("-q", "apply", server=server)
    assert (outcome.code, outcome.err) == (0, "") and outcome.out.startswith("Database migrated to version "), str(outcome)


def test_states_and_verdicts_in_colour(cli, server, database):
    write(cli, THREE)
    plain = cli("validate", server=server)
    assert cli("--color=always", "validate", server=server).out == f"\x1b[33m{plain.out[:-1]}\x1b[0m\n"
    assert cli("--color=always", "info", server=server).out.count("\x1b[33mPENDING\x1b[0m ") == len(THREE)
    applied(cli, server, {})
    assert cli("--color=always", "validate", server=server).out.startswith("\x1b[32m")
    coloured, plain = cli("--color=always", "info", server=server).out, cli("info", server=server).out
    assert coloured.replace("\x1b[32m", "").replace("\x1b[0m", "") == plain and coloured.count("\x1b[32mAPPLIED") == len(THREE)


def test_what_new_makes_can_be_written_and_applied(cli, server, database):
    path = cli("new", "Add films").out.rstrip("\n")
    with open(path, "a") as file:
        file.write("CREATE (:Film {title: 'Alien'});\n")
    assert cli("new", "Schema", "--type", "xml").code == 0
    outcome = cli("apply", server=server)
    assert (outcome.code, outcome.out) == (0, "Database migrated to version 002.\n"), str(outcome)
    assert "no statement" not in outcome.err and database.value("MATCH (f:Film) RETURN f.title") == "Alien"
    assert cli("validate", server=server).code == 0


def test_what_new_makes_is_warned_of_as_long_as_nothing_is_in_it(cli, server, database):
    assert cli("new", "Add films").code == cli("new", "Schema", "--type", "xml").code == 0
    outcome = cli("apply", server=server)
    assert (outcome.code, outcome.out) == (0, "Database migrated to version 002.\n"), str(outcome)
    assert "] V001__Add_films.cypher contains no statement\n" in outcome.err
    assert "] V002__Schema.xml declares nothing, and changes nothing\n" in outcome.err
