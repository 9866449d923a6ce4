"""存证: the append-only log, chained by hashes within each case."""
