"""Does everybody hear what waits for her, once, and nobody what is not for her?"""
