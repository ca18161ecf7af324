"""Tests of safe tables."""
