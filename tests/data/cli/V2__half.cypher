CREATE (:A);
	MATCH (n) RETRN n;
CREATE (:B);
