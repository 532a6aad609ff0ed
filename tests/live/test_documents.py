"""Migrations that are blocks of code in Markdown and AsciiDoc."""
import pytest

from material import applied, remove, states, steps, write

pytestmark = pytest.mark.only_on("5.26.30")

MARKDOWN = """# How it came to be

```id=V1.0__first
CREATE (:Step {n: 1});
```

A sample: ```CREATE (:Step {n: 9})``` and another one:

```cypher
CREATE (:Step {n: 9});
```

* and more

  ```id=V1.1__second
  // assume that edition is enterprise
  CREATE (:Step {n: 9});
  ```

```id=V2__third
CREATE (:Step {n: 2});

CREATE (:Step {n: 3});
```
"""
ASCIIDOC = """= More

[source,cypher,id=R3__fourth]
----
MERGE (:Step {n: 4});

MERGE (:Step {n: });
----
"""


def test_blocks_are_migrations(cli, server, database):
    outcome = applied(cli, server, {"steps.md": MARKDOWN, "README.md": "```sh\nls\n```\n"})
    assert "Ignoring the block in line 10 of `" in outcome.err and "it has no id" in outcome.err and "README" not in outcome.err
    assert steps(database) == [1, 2, 3]
    assert [(m["version"], m["source"], m["type"], m["description"]) for m in database.chain()] == [
        ("1.0", "steps.md#V1.0__first", "CYPHER", "first"), ("2", "steps.md#V2__third", "CYPHER", "third")]
    write(cli, {"V1.0__first.cypher": "CREATE (:Step {n: 1});\n"})
    database.run("MATCH (m:__Neo4jMigration {version: '2'}) DETACH DELETE m")
    remove(cli, "steps.md")
    assert cli("validate", server=server).code == 0, "the checksum of a block is that of a file with the same statements"


def test_failures_are_told_with_the_place_in_the_document(cli, server, database):
    write(cli, {"more.adoc": ASCIIDOC})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "neo4j/migrations/more.adoc:7:18: " in outcome.err, str(outcome)
    assert "    7 | MERGE (:Step {n: });\n      |                  ^\n" in outcome.err
    assert database.chain() == [] and steps(database) == []
    write(cli, {"more.adoc": ASCIIDOC.replace("n: }", "n: 5}")})
    assert cli("apply", server=server).code == 0 and steps(database) == [4, 5]
    write(cli, {"more.adoc": ASCIIDOC.replace("n: }", "n: 6}")})
    assert cli("apply", server=server).code == 0 and steps(database) == [4, 5, 6]
    assert states(cli("info", server=server)) == {"3": "APPLIED"}


def test_a_block_that_has_changed(cli, server, database):
    applied(cli, server, {"steps.md": MARKDOWN})
    write(cli, {"steps.md": MARKDOWN.replace("n: 3", "n: 33") + "\nText may change, of course.\n"})
    outcome = cli("validate", server=server)
    assert 'Checksum of 2 ("third") changed!' in outcome.out and "1.0" not in outcome.out
    assert cli("repair", server=server).code == 0 and cli("validate", server=server).code == 0
    assert cli("delete", "V2__third", server=server).code == 0 and database.versions() == ["1.0"]
