"""Asking several parties for a yes; decisions of bodies."""
