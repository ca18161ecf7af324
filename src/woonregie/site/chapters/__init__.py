"""The story of the demonstration region: each subject tells its chapter, through its services."""
