"""The Java library and our binary change a history in turn, and leave in it what either would have left alone."""
import pytest

from history import history
from javalibrary import Refused
from test_interop import remove_data, write

FILES = {f"V{n}__step_{n}.cypher": f"CREATE (:Step {{n: {n}}});\n" for n in (1, 2, 3, 4, 5)}
NEW = {"V1__step_1.cypher": "CREATE (:New);\n"}
LATE = {"V1_5__late.cypher": "CREATE (:Late);\n", "V3_5__later.cypher": "CREATE (:Later);\n", "R3_6__latest.cypher": "CREATE (:Latest);\n"}
REPEATABLE = "R2__r.cypher"


def remove(folder, *names):
    for name in names:
        (folder / name).unlink()


def start_over(database, folder):
    remove_data(database)
    for file in folder.iterdir():
        file.unlink()
    write(folder, FILES)


# What became of the files since they were applied: those that are gone, and those that are new or changed.
STORIES = {
    "changed": ((), NEW),
    "first_missing": (("V1__step_1.cypher",), {}),
    "middle_missing": (("V3__step_3.cypher",), {}),
    "two_missing_in_a_row": (("V3__step_3.cypher", "V4__step_4.cypher"), {}),
    "two_missing_apart": (("V2__step_2.cypher", "V4__step_4.cypher"), {}),
    "last_missing": (("V5__step_5.cypher",), {}),
    "two_last_missing": (("V4__step_4.cypher", "V5__step_5.cypher"), {}),
    "late_ones": (("V5__step_5.cypher",), LATE),
    "late_ones_in_front": (("V1__step_1.cypher",), {"V0__early.cypher": "CREATE (:Early);\n", "V0_5__early_too.cypher": "CREATE (:Early);\n"}),
    "another_version": (("V2__step_2.cypher",), {"V2_0__step_2.cypher": FILES["V2__step_2.cypher"]}),
    "all_of_it": (("V2__step_2.cypher", "V5__step_5.cypher"), NEW | LATE),
    "and_more_to_come": (("V2__step_2.cypher",), NEW | LATE | {"V6__more.cypher": "CREATE (:More);\n"}),
}


@pytest.mark.parametrize("gone, written", STORIES.values(), ids=STORIES.keys())
def test_both_repair_in_the_same_way(ours, java, used_database, folder, gone, written):
    def apply_and_repair(one, other):
        start_over(used_database, folder)
        one.apply(folder)
        remove(folder, *gone)
        write(folder, written)
        return other.repair(folder), history(used_database)

    by_java = apply_and_repair(java, java)
    assert "has been repaired" in by_java[0]
    assert apply_and_repair(java, ours) == by_java
    outcomes = {tool.validate(folder) for tool in (ours, java)}
    assert outcomes == {"INCOMPLETE_DATABASE" if "V6__more.cypher" in written else "VALID"}
    assert apply_and_repair(ours, java) == by_java
    ours.apply(folder)
    assert ours.validate(folder) == java.validate(folder) == "VALID"


def test_both_find_nothing_to_repair(ours, java, used_database, folder):
    write(folder, FILES)
    ours.apply(folder)
    write(folder, {"V6__more.cypher": "CREATE (:More);\n"})
    before = history(used_database)
    assert ours.repair(folder) == java.repair(folder)
    assert history(used_database) == before
    remove(folder, "V6__more.cypher", *FILES)
    for tool in (ours, java):
        with pytest.raises(Refused, match="(?i)zero migrations have been discovered"):
            tool.repair(folder)
    assert history(used_database) == before


def repeated(tool, folder):
    """A history in which something has been applied three times."""
    write(folder, {"V1__a.cypher": "CREATE (:A);\n", "V3__b.cypher": "CREATE (:B);\n"})
    for n in (1, 2, 3):
        write(folder, {REPEATABLE: f"CREATE (:R {{n: {n}}});\n"})
        tool.apply(folder)


def without_loops(database):
    database.run("MATCH (m:__Neo4jMigration)-[r:REPEATED]->(m) DELETE r")


@pytest.mark.parametrize("change", ["repair", "delete"])
def test_we_remove_what_the_library_cannot_and_it_goes_on(ours, java, used_database, folder, change):
    repeated(java, folder)
    without_loops(used_database)
    java.delete(folder, "2")
    without_ever_repeating = history(used_database)

    remove_data(used_database)
    repeated(java, folder)
    remove(folder, REPEATABLE)
    for refusal in (lambda: java.repair(folder), lambda: java.delete(folder, "2")):
        with pytest.raises(Refused, match="still has relationships"):
            refusal()
    if change == "repair":
        ours.repair(folder)
    else:
        ours.delete(folder, "2")
    assert history(used_database) == without_ever_repeating
    assert java.validate(folder) == ours.validate(folder) == "VALID"
    write(folder, {"V4__c.cypher": "CREATE (:C);\n"})
    assert java.apply(folder) == ours.apply(folder) == "4"


def test_the_library_accepts_what_it_could_not_repair(ours, java, used_database, folder):
    write(folder, FILES | {REPEATABLE.replace("R2", "R6"): "CREATE (:R {n: 1});\n"})
    java.apply(folder)
    # A kind that has changed, a checksum that is missing, another order, and a version twice.
    remove(folder, "R6__r.cypher")
    write(folder, {"V6__r.cypher": "CREATE (:R {n: 2});\n"})
    used_database.run("MATCH (m:__Neo4jMigration {version: '2'}) REMOVE m.checksum")
    used_database.run("MATCH (a {version: '2'})-[p:MIGRATED_TO]->(b:__Neo4jMigration {version: '3'})-[q:MIGRATED_TO]->(c:__Neo4jMigration "
                      "{version: '4'})-[r:MIGRATED_TO]->(d:__Neo4jMigration {version: '5'}) "
                      "CREATE (a)-[x:MIGRATED_TO]->(c)-[y:MIGRATED_TO]->(b)-[z:MIGRATED_TO]->(d) "
                      "SET x = properties(q), y = properties(p), z = properties(r) DELETE p, q, r")
    used_database.run("MATCH (a:__Neo4jMigration {version: '5'})-[p:MIGRATED_TO]->(b:__Neo4jMigration {version: '6'}) "
                      "CREATE (a)-[x:MIGRATED_TO]->(e:__Neo4jMigration)-[y:MIGRATED_TO]->(b) "
                      "SET x = properties(p), y = properties(p), e = properties(a) DELETE p")
    java.repair(folder)
    assert java.validate(folder) == "DIFFERENT_CONTENT"
    ours.repair(folder)
    assert java.validate(folder) == ours.validate(folder) == "VALID"
    assert java.info(folder).strip("\n") == ours.info(folder).strip("\n")
    assert used_database.versions() == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("version", ["1", "3", "5", "7", "V2"])
def test_both_delete_in_the_same_way(ours, java, used_database, folder, version):
    def apply_and_delete(one, other):
        start_over(used_database, folder)
        one.apply(folder)
        return other.delete(folder, version), history(used_database)

    by_java = apply_and_delete(java, java)
    assert apply_and_delete(java, ours) == by_java
    assert apply_and_delete(ours, java) == by_java


def test_what_one_deletes_the_other_applies_again(turns, used_database, folder):
    first, second = turns
    write(folder, FILES)
    first.apply(folder)
    alone = history(used_database)
    second.delete(folder, "5")
    assert first.apply(folder) == "5"
    assert history(used_database) == alone
    assert first.validate(folder) == second.validate(folder) == "VALID"


def test_our_lock_release_is_the_way_out_for_both(ours, java, used_database, folder):
    write(folder, FILES)
    used_database.run("CREATE (:__Neo4jMigrationsLock {id: 'of a crashed library', name: 'John Doe'})")
    for tool in (ours, java):
        with pytest.raises(Refused, match="[Ll]ikely another migration is going on or has crashed"):
            tool.apply(folder)
    assert "the node does not tell by whom" in ours.lock(folder, "status")
    assert ours.lock(folder, "release").startswith('Released the lock "John Doe"')
    assert java.apply(folder) == ours.apply(folder) == "5"
