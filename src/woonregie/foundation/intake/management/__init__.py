"""Commands about files of others."""
