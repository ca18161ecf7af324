"""Does every page show, count, refuse and draw in one way?"""
