"""Benchmarks against peers: each goal is one named benchmark, checked for correctness before it is timed."""
