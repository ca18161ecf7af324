"""Is a decision kept once, with the body that took it?"""
