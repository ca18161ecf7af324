"""Tests of the room where files of others are opened."""
