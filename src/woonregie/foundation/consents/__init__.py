"""Decisions of bodies: who decided what, under which number, on which day."""
