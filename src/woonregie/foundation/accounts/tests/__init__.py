"""Tests of people, tokens and permissions."""
