"""What this room tells the lower floors about itself."""
