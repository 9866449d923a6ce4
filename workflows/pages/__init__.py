"""Pages: a view makes one call and translates the answer."""
