"""Woonregie: the joint action programme of a housing region, from need to kept agreement."""
