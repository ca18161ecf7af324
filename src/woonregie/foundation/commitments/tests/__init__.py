"""Does a commitment stand as its figures, conditions and parties say, for who may read it?"""
