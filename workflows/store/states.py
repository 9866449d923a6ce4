"""The one home of django-fsm: guarded states of things that a verb alone may change.

Careful: `refresh_from_db()` does not refresh a protected field; fetch the row again after a refusal.
"""

from __future__ import annotations

from django_fsm import RETURN_VALUE, FSMField, TransitionNotAllowed, can_proceed, transition

__all__ = ["RETURN_VALUE", "FSMField", "TransitionNotAllowed", "can_proceed", "transition"]
