"""Prints how many nodes and relationships of each kind are in the database that the NEO4J_* variables name."""
import os
import sys

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

COUNTS = (
    "MATCH (n) UNWIND labels(n) AS kind RETURN '(:' + kind + ')' AS kind, count(*) AS count ORDER BY kind",
    "MATCH ()-[r]->() RETURN '[:' + type(r) + ']' AS kind, count(*) AS count ORDER BY kind",
)


def main():
    access = os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"]
    with GraphDatabase.driver(os.environ["NEO4J_URI"], auth=access) as driver:
        for query in COUNTS:
            for kind, count in driver.execute_query(query).records:
                print(f"{count:6}  {kind}")


if __name__ == "__main__":
    try:
        main()
    except (DriverError, Neo4jError) as error:
        sys.exit(f"cannot count what is in the graph: {error}")
