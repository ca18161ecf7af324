"""Is a file kept once, whole, under a harmless name?"""
