"""在等谁: at which desk a case waits: routing, recusal, the inbox, and who may do what is open on every case."""
