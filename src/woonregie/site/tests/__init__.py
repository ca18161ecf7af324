"""Tests of the front door: who may open what, home, errors, commands, the API kernel."""
