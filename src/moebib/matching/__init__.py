"""Are two records one work?"""
