"""What a work is: its record and the values in it."""
