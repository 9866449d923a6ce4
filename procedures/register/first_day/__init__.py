"""启用: how an empty installation becomes a committee at work, and what it still lacks."""
