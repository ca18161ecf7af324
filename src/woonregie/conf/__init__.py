"""Settings: base, development, test and production.

Everything a server owner sets comes from the environment.
"""
