"""What will stand where, and what layouts may see."""
