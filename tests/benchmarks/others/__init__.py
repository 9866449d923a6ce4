"""What a user would otherwise pick, on the same work; never installed in the product."""
