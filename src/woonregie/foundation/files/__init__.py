"""Files stored by hash, typed by content, capped in size."""
