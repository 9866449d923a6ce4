"""批次与日历: acts that open many cases, and what the calendar does by itself."""

from workflows.rounds.running import (
    AT_ONCE,
    Begun,
    begin,
    nightly,
    preview,
    resume,
    row_of,
    run,
    run_round,
    start,
)

__all__ = ["AT_ONCE", "Begun", "begin", "nightly", "preview", "resume", "row_of", "run", "run_round", "start"]
