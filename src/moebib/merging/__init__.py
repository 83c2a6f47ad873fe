"""Two records into one, and what differs between them."""
