"""What somebody should know first (*aan zet*), as a page and for machines."""
