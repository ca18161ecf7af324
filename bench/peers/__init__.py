"""Peers: other people's packages that do the same work, in an environment of their own."""
