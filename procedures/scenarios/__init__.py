"""剧本: stories of the rules as dated acts, run through the engine's own door."""
