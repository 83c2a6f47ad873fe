"""What a list is: its works, its settings, its tags."""
