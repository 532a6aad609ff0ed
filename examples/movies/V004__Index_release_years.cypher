CREATE INDEX film_released IF NOT EXISTS FOR (f:Film) ON (f.released);
