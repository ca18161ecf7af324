"""The category set of Zeeland and the ministry: homes per plan, year and category."""
