"""What git knows of the content below a root: when it came in, and what it was on a day."""
