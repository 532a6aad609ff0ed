"""Migrations that are programs: a Java class and a shared object stand for each other in a history."""
import pathlib
import subprocess

import pytest

from test_interop import write

HERE = pathlib.Path(__file__).resolve().parent
NAME = "V2__Measure"


@pytest.fixture(scope="session")
def shared_object(tmp_path_factory):
    built = tmp_path_factory.mktemp("object") / f"{NAME}.so"
    include = HERE.parents[1] / "include"
    subprocess.run(["cc", "-shared", "-fPIC", f"-I{include}", "-o", built, HERE / f"{NAME}.c"], check=True)
    return built.read_bytes()


def measured_by(database):
    return sorted(properties["by"] for labels, properties in database.nodes() if labels == ("Measured",))


def test_each_takes_the_code_of_the_other_for_its_own(turns, ours, used_database, folder, shared_object):
    first, second = turns
    language, other_language = ("C", "Java") if first is ours else ("Java", "C")
    write(folder, {"V1__a.cypher": "CREATE (:A);\n", f"{NAME}.so": shared_object})
    assert first.apply(folder, code=True) == "2"
    recorded = used_database.chain()[1]
    assert recorded.pop("source") == (f"{NAME}.so" if first is ours else f"programmatic.{NAME}")
    assert {name: recorded[name] for name in recorded if name not in ("applied", "repeated")} == {
        "version": "2", "description": "Measure", "type": "JAVA", "repeatable": False}

    assert first.validate(folder, code=True) == second.validate(folder, code=True) == "VALID"
    assert first.info(folder, code=True).strip("\n") == second.info(folder, code=True).strip("\n")
    assert first.validate(folder) == second.validate(folder) == "INCOMPLETE_MIGRATIONS"
    assert second.apply(folder, code=True) == "2"
    assert measured_by(used_database) == [language]

    second.delete(folder, "2")
    assert first.validate(folder, code=True) == second.validate(folder, code=True) == "INCOMPLETE_DATABASE"
    write(folder, {"V3__b.cypher": "CREATE (:B);\n"})
    assert second.apply(folder, code=True) == "3"
    assert measured_by(used_database) == sorted([language, other_language])
    assert first.validate(folder, code=True) == second.validate(folder, code=True) == "VALID"
    assert first.clean(folder) == "Deleted chain <default> (4 nodes and 3 relationships in total) and 0 constraints from the default database."
    assert used_database.chain() == []
