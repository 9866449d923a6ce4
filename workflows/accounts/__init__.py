"""账号: passwords and sessions of those who may sign in."""
