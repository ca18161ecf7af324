"""Own need against plan capacity, by definition profile, with a bridge between any two totals."""
