"""任职与组织: who holds which post, what an organization says of itself, a committee's own values of rules."""
