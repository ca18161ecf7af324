"""The large region: all municipalities of the Netherlands, 50,000 plans, two reference dates."""
