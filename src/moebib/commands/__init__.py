"""The steps of the commands: one file for each command that has more than one step, from top to bottom.

The command line parses arguments, calls a function here and prints what it returns. No other package orders steps.
"""
