// Repeatable: change this file, and the next `apply` runs it again. So it must be able to.
MATCH (decade:Decade) DETACH DELETE decade;

MATCH (film:Film)
WITH film, film.released / 10 * 10 AS year
MERGE (decade:Decade {year: year})
MERGE (film)-[:RELEASED_IN]->(decade);
