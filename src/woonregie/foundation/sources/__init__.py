"""Where a figure comes from, and the only way to freeze one."""
