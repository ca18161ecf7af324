"""Who did what when: append-only, hash-chained; every service writes one line."""
