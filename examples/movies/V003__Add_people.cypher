// Who made them. One UNWIND is one round trip, however long the list.
UNWIND [
  ['metropolis', 'DIRECTED', 'Fritz Lang'],
  ['metropolis', 'WROTE', 'Thea von Harbou'],
  ['kane', 'DIRECTED', 'Orson Welles'],
  ['kane', 'WROTE', 'Herman J. Mankiewicz'],
  ['samurai', 'DIRECTED', 'Akira Kurosawa'],     // 黒澤 明
  ['samurai', 'WROTE', 'Shinobu Hashimoto'],
  ['coups', 'DIRECTED', 'François Truffaut'],
  ['rublev', 'DIRECTED', 'Andrei Tarkovsky'],
  ['amelie', 'DIRECTED', 'Jean-Pierre Jeunet'],
  ['ribbon', 'DIRECTED', 'Michael Haneke']
] AS row
MERGE (person:Person {name: row[2]})
WITH person, row
MATCH (film:Film {id: row[0]})
FOREACH (_ IN CASE row[1] WHEN 'DIRECTED' THEN [1] ELSE [] END | MERGE (person)-[:DIRECTED]->(film))
FOREACH (_ IN CASE row[1] WHEN 'WROTE' THEN [1] ELSE [] END | MERGE (person)-[:WROTE]->(film));

UNWIND [
  ['kane', 'Orson Welles', 'Charles Foster Kane'],
  ['samurai', 'Toshirō Mifune', 'Kikuchiyo'],
  ['coups', 'Jean-Pierre Léaud', 'Antoine Doinel'],
  ['amelie', 'Audrey Tautou', 'Amélie Poulain']
] AS row
MERGE (person:Person {name: row[1]})
WITH person, row
MATCH (film:Film {id: row[0]})
MERGE (person)-[:ACTED_IN {role: row[2]}]->(film);
