"""Does one value hold on one day, and is it known what held before?"""
