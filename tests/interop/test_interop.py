"""The Java library and our binary take turns on one database, and leave in it what either would have left alone."""
import contextlib
import time

import pytest

from history import history
from javalibrary import Refused

# Each has to find out that the schema of histories is there, whoever has made it.
pytestmark = pytest.mark.pristine

FIRST_HALF = {
    "V001__Film_titles_are_unique.cypher": "CREATE CONSTRAINT film_title IF NOT EXISTS FOR (f:Film) REQUIRE f.title IS UNIQUE;\n",
    "V002__Films.cypher": "CREATE (:Film {title: 'Metropolis'});\nCREATE (:Film {title: 'M'});\n",
}
SECOND_HALF = {
    "R003__Years.cypher": "MATCH (f:Film {title: 'M'}) SET f.year = 1931;\n",
    "V004__People.cypher": "CREATE (:Person {name: 'Thea von Harbou'});\n",
}
# What both can execute.
SCRIPTS = {
    "V01__Empty.cypher": "\n;\n",
    "V02__Only_comments.cypher": "// nothing\n// to do\n",
    "V03__Many_statements.cypher": "// first\nCREATE (:A);\n// second\nCREATE (:B)\n;\nCREATE (:C)",
    "V04__Not_only_ASCII.cypher": "CREATE (:Größe {`länge`: 'äöü €  😀 \u2028 ﬁn'}); // Кириллица\n",
    "V05__Line_ends_of_Windows.cypher": "CREATE (:D {\r\n  n: 1\r\n});\r\nCREATE (:E);\r\n",
    "V06__Line_ends_of_both.cypher": "CREATE (:F)\nCREATE (:G);\r\nCREATE (:H)\r\nCREATE (:I);\n",
    "V07__Another_database.cypher": ":use neo4j;\nCREATE (:J);\n:USE Neo4j\nCREATE (:K);\n",
    "V08__Use_after_a_comment.cypher": "// where\n:use neo4j\nCREATE (:L);\n",
    "V09__Blanks.cypher": "\n\t  CREATE (:M {n: '  '})  \n  ;  \n\n",
    "V10__No_line_end.cypher": "CREATE (:N)",
    "R11__Semicolons.cypher": "MERGE (:O {text: 'a;b; c'});;\n",
    "V12__Malformed.cypher": b"CREATE (:P {text: 'caf\xe9'});\n",
}
# What the Java library cuts in the wrong places, so that it cannot execute it; the checksum depends on these cuts.
SCRIPTS_ONLY_FOR_US = {
    "V1__End_of_line_in_a_string.cypher": "CREATE (:A {text: 'one;\ntwo'});\nCREATE (:B);\n",
    "V2__End_of_line_in_a_comment.cypher": "/* one;\n two */\nCREATE (:C);\n",
    "V3__Statements_on_one_line.cypher": "CREATE (:D); CREATE (:E);\nCREATE (:F);\n",
    "V4__Comments_with_a_gap.cypher": "// one\n\n// two\n;\nCREATE (:G);\n/* the end */\n",
    "V5__Byte_order_mark.cypher": "\ufeffCREATE (:H);\n",
    "V6__Use_in_a_string.cypher": "CREATE (:I {text: ':use neo4j'});\n",
}


def write(folder, files):
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def history_by_java_alone(java, database, folder, **options):
    """What the database holds if the Java library applies everything; the data are gone again afterwards."""
    java.apply(folder, **options)
    alone = history(database)
    remove_data(database)
    return alone


def remove_data(database):
    database.run("MATCH (n) DETACH DELETE n")


def test_each_continues_what_the_other_began(turns, java, database, folder):
    write(folder, FIRST_HALF | SECOND_HALF)
    alone = history_by_java_alone(java, database, folder)
    database.empty()
    for name in SECOND_HALF:
        (folder / name).unlink()

    first, second = turns
    assert first.apply(folder) == "002"
    assert second.validate(folder) == "VALID"
    write(folder, SECOND_HALF)
    assert first.validate(folder) == second.validate(folder) == "INCOMPLETE_DATABASE"
    assert second.apply(folder) == "004"
    assert first.validate(folder) == second.validate(folder) == "VALID"
    assert first.apply(folder) == "004"
    assert history(database) == alone
    assert database.run("MATCH (f:Film) RETURN f.title AS title, f.year AS year ORDER BY title") == [
        {"title": "M", "year": 1931}, {"title": "Metropolis", "year": None}]


def test_both_show_the_same_table(turns, used_database, folder):
    write(folder, FIRST_HALF)
    turns[0].apply(folder)
    write(folder, SECOND_HALF)
    assert turns[0].info(folder).strip("\n") == turns[1].info(folder).strip("\n")
    turns[1].apply(folder)
    write(folder, {"V005__More.cypher": "CREATE (:Film {title: 'Fury'});\n"})
    assert turns[0].info(folder).strip("\n") == turns[1].info(folder).strip("\n")


def test_each_inserts_out_of_order(turns, java, used_database, folder):
    first, second = turns
    files = FIRST_HALF | SECOND_HALF
    late = "V002__Films.cypher"

    def apply_late(one, other):
        write(folder, files)
        (folder / late).unlink()
        one.apply(folder)
        write(folder, {late: files[late]})
        with pytest.raises(Refused, match="Unexpected migration at index 1"):
            other.apply(folder)
        assert other.apply(folder, out_of_order=True) == "004"

    apply_late(java, java)
    alone = history(used_database)
    remove_data(used_database)
    apply_late(first, second)
    assert history(used_database) == alone
    assert first.validate(folder) == second.validate(folder) == "VALID"


def test_both_notice_a_changed_file(turns, used_database, folder):
    first, second = turns
    write(folder, FIRST_HALF)
    first.apply(folder)
    before = history(used_database)
    write(folder, {"V002__Films.cypher": "CREATE (:Film {title: 'Nosferatu'});\n"})
    for tool in turns:
        assert tool.validate(folder) == "DIFFERENT_CONTENT"
        with pytest.raises(Refused, match=r'Checksum of 002 \("Films"\) changed!'):
            tool.apply(folder)
    (folder / "V002__Films.cypher").unlink()
    assert first.validate(folder) == second.validate(folder) == "INCOMPLETE_MIGRATIONS"
    assert history(used_database) == before


def test_each_repeats_what_the_other_applied(turns, java, used_database, folder):
    first, second = turns
    repeatable = "R003__Years.cypher"

    def apply_and_repeat(one, other):
        write(folder, FIRST_HALF | SECOND_HALF)
        one.apply(folder)
        write(folder, {repeatable: "MATCH (f:Film {title: 'M'}) SET f.year = 1932;\n"})
        assert other.apply(folder) == "004"
        assert one.apply(folder) == "004"
        write(folder, {repeatable: SECOND_HALF[repeatable]})
        one.apply(folder)
        other.apply(folder)

    apply_and_repeat(java, java)
    alone = history(used_database)
    assert len([line for line in alone["relationships"] if "-REPEATED->" in line]) == 2
    remove_data(used_database)
    apply_and_repeat(first, second)
    assert history(used_database) == alone
    assert first.validate(folder) == second.validate(folder) == "VALID"
    assert first.info(folder).strip("\n") == second.info(folder).strip("\n")


@pytest.mark.parametrize("everything", [False, True], ids=["chain", "all"])
def test_each_applies_after_the_other_has_cleaned(turns, java, database, folder, everything):
    first, second = turns
    write(folder, FIRST_HALF)

    def apply_and_clean(one, other):
        one.apply(folder)
        text = other.clean(folder, everything)
        left = history(database)
        left["indexes"].pop("repeated_at__Neo4jMigration", None)  # the library forgets it in "all"
        return text, left

    by_java = apply_and_clean(java, java)
    database.empty()
    assert apply_and_clean(first, second) == by_java
    remove_data(database)
    assert first.apply(folder) == "002"
    assert first.validate(folder) == second.validate(folder) == "VALID"


def test_both_have_the_same_checksums(turns, java, used_database, folder):
    write(folder, SCRIPTS)
    alone = history_by_java_alone(java, used_database, folder)
    first, second = turns
    first.apply(folder)
    assert history(used_database) == alone
    assert first.validate(folder) == second.validate(folder) == "VALID"


def test_both_have_the_same_checksums_without_carriage_returns(turns, java, used_database, folder):
    write(folder, SCRIPTS)
    alone = history_by_java_alone(java, used_database, folder, autocrlf=True)
    first, second = turns
    first.apply(folder, autocrlf=True)
    assert history(used_database) == alone
    assert first.validate(folder, autocrlf=True) == second.validate(folder, autocrlf=True) == "VALID"
    assert first.validate(folder) == second.validate(folder) == "DIFFERENT_CONTENT"


def test_the_java_library_accepts_what_it_could_not_execute(ours, java, used_database, folder):
    write(folder, SCRIPTS_ONLY_FOR_US)
    assert ours.apply(folder) == "6"
    assert ours.validate(folder) == java.validate(folder) == "VALID"
    texts = [properties["text"] for _, properties in used_database.nodes() if properties]
    assert sorted(texts) == [":use neo4j", "one;\ntwo"]
    assert sorted(labels for (labels,), _ in used_database.nodes()) == list("ABCDEFGHI")


@contextlib.contextmanager
def closed_gate(database):
    """Whatever wants to write to the gate waits until the block ends."""
    database.run("CREATE (:Gate)")
    with database.driver.session(database=database.name) as session, session.begin_transaction() as transaction:
        transaction.run("MATCH (g:Gate) SET g.closed = true").consume()
        yield
        transaction.rollback()


def await_lock(database):
    deadline = time.monotonic() + 30
    while not (locks := database.locks()):
        assert time.monotonic() < deadline, "nobody has taken the lock"
        time.sleep(0.01)
    return locks


def test_each_refuses_while_the_other_holds_the_lock(turns, used_database, folder):
    first, second = turns
    write(folder, {"V1__Through_the_gate.cypher": "MATCH (g:Gate) SET g.passed = true;\n"})
    with closed_gate(used_database):
        first.begin_apply(folder)
        lock = await_lock(used_database)
        assert [properties["name"] for properties in lock] == ["John Doe"]
        for action in (second.apply, second.clean, second.repair, lambda folder: second.delete(folder, "1")):
            with pytest.raises(Refused, match="[Ll]ikely another migration is going on or has crashed"):
                action(folder)
        assert used_database.locks() == lock
    assert first.finish() == "1"
    assert used_database.locks() == []
    assert second.validate(folder) == "VALID"
