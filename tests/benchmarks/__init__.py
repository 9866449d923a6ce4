"""Benchmarks: the reference work, side by side with what a user would otherwise pick. `./run bench` runs them."""
