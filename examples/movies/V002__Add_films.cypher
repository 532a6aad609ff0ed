/*
 * A handful of films. All statements of this file run in one transaction:
 * either all of them are there afterwards, or none.
 */
CREATE (:Film {id: 'metropolis', title: 'Metropolis', released: 1927, country: 'DE'});
CREATE (:Film {id: 'kane', title: 'Citizen Kane', released: 1941, country: 'US'});
CREATE (:Film {id: 'samurai', title: 'Seven Samurai', originalTitle: '七人の侍', released: 1954, country: 'JP'});
CREATE (:Film {id: 'coups', title: 'The 400 Blows', originalTitle: 'Les Quatre Cents Coups', released: 1959, country: 'FR'});
CREATE (:Film {id: 'rublev', title: 'Andrei Rublev', originalTitle: 'Андрей Рублёв', released: 1966, country: 'SU'});
CREATE (:Film {id: 'amelie', title: 'Amélie', originalTitle: 'Le Fabuleux Destin d’Amélie Poulain', released: 2001, country: 'FR'});
CREATE (:Film {id: 'ribbon', title: 'The White Ribbon', originalTitle: 'Das weiße Band', released: 2009, country: 'DE'});
