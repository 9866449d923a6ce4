"""存储: how rows reach the database: prepared statements, bulk writing, roots, keys, flows and guarded states."""
