"""The ground that the other live tests stand on: these are the servers that we think they are."""
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, ServiceUnavailable

from database import Database

BOLT_VERSIONS = {"4.4.48": (4, 4), "5.26.30": (5, 8), "2026.08.1": (6, 1)}


def test_server_is_the_version_it_claims_to_be(server, database):
    kernel = "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions, edition"
    assert database.run(kernel) == [{"versions": [server.version], "edition": "community"}]
    assert database.driver.get_server_info().protocol_version == BOLT_VERSIONS[server.version]


@pytest.mark.parametrize("password", ["neo4j", "", "wrong"])
def test_server_refuses_a_wrong_password(server, password):
    with GraphDatabase.driver(server.uri, auth=(server.user, password)) as driver, pytest.raises(AuthError):
        driver.verify_connectivity()


def test_server_does_not_lock_out_after_failures(server, database):
    for _ in range(6):
        with GraphDatabase.driver(server.uri, auth=(server.user, "wrong")) as driver, pytest.raises(AuthError):
            driver.verify_connectivity()
    with_the_right_one = Database(server)
    assert with_the_right_one.value("RETURN 1") == 1
    with_the_right_one.close()


def test_server_answers_over_tls_too(server):
    encrypted = Database(server, encrypted=True)
    assert encrypted.value("RETURN 1") == 1
    encrypted.close()


def test_server_routes_to_itself(server):
    uri = server.uri.replace("bolt://", "neo4j://")
    with GraphDatabase.driver(uri, auth=(server.user, server.password)) as driver:
        assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1


def test_database_can_be_emptied(database):
    before = database.snapshot()
    database.run("CREATE CONSTRAINT film_title FOR (f:Film) REQUIRE f.title IS UNIQUE")
    database.run("CREATE INDEX `film year` FOR (f:Film) ON (f.year)")
    database.run("CREATE (:Film {title: 'Metropolis'})-[:BY {year: 1927}]->(:Person {name: 'Fritz Lang'})")
    database.run("CREATE (:__Neo4jMigrationsLock {id: 'x'})")
    database.run("CREATE USER somebody SET PASSWORD 'some-secret'", "system")
    full = database.snapshot()
    assert full["nodes"] == [(("Film",), {"title": "Metropolis"}), (("Person",), {"name": "Fritz Lang"})]
    assert full["relationships"] == [("BY", {"year": 1927})]
    assert full["constraints"] == {"film_title": ("UNIQUENESS", "Film", "title")}
    assert [on for _, *on in full["indexes"].values()] == [["Film", "year"]]
    assert (full["locks"], full["users"]) == ([{"id": "x"}], ["somebody"])

    database.empty()
    assert database.snapshot() == before
    assert not any(before.values())


def test_emptying_does_not_wait_for_others(database):
    with database.driver.session(database="neo4j") as forgotten:
        transaction = forgotten.begin_transaction()
        transaction.run("CREATE (:Film)").consume()
        transaction.run("MATCH (f:Film) SET f.title = 'M'").consume()
        database.run("RETURN 1")
        database.empty()
        with pytest.raises(Exception, match="[Tt]erminated"):
            transaction.run("RETURN 1").consume()
    assert database.nodes() == []


@pytest.mark.only_on("5.26.30")
def test_a_server_of_ones_own_survives_being_killed(server, own_server):
    mine = own_server(server.version, tls="REQUIRED", host="::1")
    with_data = Database(mine, encrypted=True)
    with_data.run("CREATE (:Film)")
    mine.kill()
    with pytest.raises(ServiceUnavailable):
        GraphDatabase.driver(mine.uri, auth=None, max_transaction_retry_time=0).verify_connectivity()
    mine.restart()
    assert [labels for labels, _ in with_data.nodes()] == [("Film",)]
    with_data.close()
