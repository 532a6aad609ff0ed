"""The official driver for Python.

    python_driver.py URI script FILE one-for-each|one-for-all   runs the statements of a file, one on each line
    python_driver.py URI WORK COUNT TIMES                       the works of replay.c that it can do
"""
import os
import pathlib
import sys
import time

from neo4j import GraphDatabase


def open_driver(uri):
    return GraphDatabase.driver(uri, auth=(os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"]))


def run_all(transaction, statements):
    for statement in statements:
        transaction.run(statement).consume()


def script(uri, file, transactions):
    statements = [line.rstrip(";") for line in pathlib.Path(file).read_text().splitlines()]
    groups = [statements] if transactions == "one-for-all" else [[statement] for statement in statements]
    with open_driver(uri) as driver, driver.session(database="neo4j") as session:
        for group in groups:
            session.execute_write(run_all, group)


def connect(uri, count):
    start = time.perf_counter()
    for _ in range(count):
        with open_driver(uri) as driver, driver.session() as session:
            session.run("RETURN 1").single()
    return time.perf_counter() - start


def in_transaction(uri, work, count):
    with open_driver(uri) as driver, driver.session() as session:
        driver.verify_connectivity()
        start = time.perf_counter()
        with session.begin_transaction() as transaction:
            work(transaction, count)
            transaction.commit()
        return time.perf_counter() - start


def run_each(transaction, count):
    for i in range(count):
        transaction.run("RETURN $i", i=i).consume()


def read_rows(transaction, count):
    total = sum(record[0] for record in transaction.run(f"UNWIND range(1, {count}) AS x RETURN x"))
    assert total == count * (count + 1) // 2


WORKS = {
    "connect": connect,
    "sequential": lambda uri, count: in_transaction(uri, run_each, count),
    "rows": lambda uri, count: in_transaction(uri, read_rows, count),
}


def main():
    uri, work, *rest = sys.argv[1:]
    if work == "script":
        return script(uri, *rest)
    count, times = map(int, rest)
    for _ in range(times):
        print(f"{WORKS[work](uri, count):.6f}", flush=True)


main()
