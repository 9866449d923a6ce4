"""Pages of whoever applies, checks, objects or reads the rules."""
