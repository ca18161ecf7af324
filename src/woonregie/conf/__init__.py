"""Settings: base, development, test and production; everything a server owner sets comes from the environment."""
