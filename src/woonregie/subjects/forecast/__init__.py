"""Forecast vintages and realised figures: what was expected when, and which one a region refers to."""
