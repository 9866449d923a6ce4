"""每件事项都可以办理: the acts open on every case: return, claim, pass on, consult, answer, correct."""
