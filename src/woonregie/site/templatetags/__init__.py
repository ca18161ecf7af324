"""The tags of the front door."""
