"""人与组织: persons, organizations, posts, who holds them, and who may be waited for."""
