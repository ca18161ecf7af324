"""Tables in files of others: opened whatever their kind, and read by a schema."""
