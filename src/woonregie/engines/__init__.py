"""Pure arithmetic: arrays in, frozen dataclasses out; no Django, no files, no clock."""
