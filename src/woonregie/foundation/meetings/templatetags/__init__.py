"""Tags of meetings."""
