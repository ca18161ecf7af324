"""Dutch search (*zoeken*) over what the reader may see, on both databases alike."""
