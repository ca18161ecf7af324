"""What this room tells the lower floors about itself: nothing yet, it only reads."""
