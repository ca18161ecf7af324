"""Benchmarks against peers: each goal is one named benchmark.

Checked for correctness before it is timed.
"""
