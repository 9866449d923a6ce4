"""Template filters that papers and pages share."""
