// Every film and every person is there once. Schema and data cannot share a transaction in Neo4j,
// so they are migrations of their own.
CREATE CONSTRAINT film_id IF NOT EXISTS
FOR (f:Film) REQUIRE f.id IS UNIQUE;

CREATE CONSTRAINT person_name IF NOT EXISTS
FOR (p:Person) REQUIRE p.name IS UNIQUE;
