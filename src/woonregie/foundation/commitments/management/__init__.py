"""Commands about commitments."""
