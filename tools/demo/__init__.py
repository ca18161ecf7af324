"""Builders of the data that ships: the national list of municipalities and the demonstration region."""
