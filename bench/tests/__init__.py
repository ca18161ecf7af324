"""Whether the benchmarks still run: their checks on a small copy of the large region."""
