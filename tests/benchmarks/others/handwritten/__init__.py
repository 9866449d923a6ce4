"""A joining application written by hand: django-fsm, a task and a history row per step, no engine, no routing."""
