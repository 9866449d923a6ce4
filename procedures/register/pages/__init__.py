"""Pages of the register: people, organizations, the audit's search."""
