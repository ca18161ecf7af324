"""Forecast vintages and realised figures.

What was expected when, and which one a region refers to.
"""
