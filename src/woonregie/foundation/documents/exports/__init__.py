"""Documents to take along: Word with tracked changes, and PDF with marked changes."""
