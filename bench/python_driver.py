"""Runs the statements of a file, one on each line, with the official driver: URI FILE one-for-each|one-for-all."""
import os
import pathlib
import sys

from neo4j import GraphDatabase


def run_all(transaction, statements):
    for statement in statements:
        transaction.run(statement).consume()


def main():
    uri, file, transactions = sys.argv[1:]
    statements = [line.rstrip(";") for line in pathlib.Path(file).read_text().splitlines()]
    groups = [statements] if transactions == "one-for-all" else [[statement] for statement in statements]
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(uri, auth=auth) as driver, driver.session(database="neo4j") as session:
        for group in groups:
            session.execute_write(run_all, group)


main()
