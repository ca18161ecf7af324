"""What somebody should know: whose turn it is, in the page, by mail and in her calendar."""
