"""The order of the stages, once, and the doors to people."""
