"""Is the trail kept, and does it show every break?"""
