"""Tests of the forecast room."""
