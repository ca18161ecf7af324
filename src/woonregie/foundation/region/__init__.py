"""Municipalities, settlements, regions of several kinds; borders and membership through time."""
