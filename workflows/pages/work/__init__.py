"""The pages of those who work on cases: inbox, case, act, messages."""
