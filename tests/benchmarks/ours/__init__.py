"""The reference work as the product does it."""
