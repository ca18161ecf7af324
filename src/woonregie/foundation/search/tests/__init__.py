"""Is found what is there, by the words people use, and only by who may see it?"""
