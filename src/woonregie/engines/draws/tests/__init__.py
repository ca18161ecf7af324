"""By hand, by law, and against a plain loop."""
