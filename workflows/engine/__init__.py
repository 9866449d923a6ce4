"""办理: one act on one case: request, gate, move, entry, desk, return, outlook. The door is `start` and `act`."""

from workflows.engine.door import Outcome, Request, act, approach, by_calendar, prepare, prospect, prospect_of, start

__all__ = ["Outcome", "Request", "act", "approach", "by_calendar", "prepare", "prospect", "prospect_of", "start"]
