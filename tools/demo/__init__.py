"""Builders of the data that ships.

The national list of municipalities and the demonstration region.
"""
