"""Living documents: works, editions, clauses and proposals; remarks and readings on anything."""
