"""The columns of the national map of housing plans: one row per plan, hard or soft, by price."""
