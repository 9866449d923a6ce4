"""Pages of the dues: the account of a branch or committee, and what is published to members."""
