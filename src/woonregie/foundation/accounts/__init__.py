"""People, organisations (the only party table), memberships with dates, what a role may do."""
