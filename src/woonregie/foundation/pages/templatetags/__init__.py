"""Tags and filters that all templates share."""
