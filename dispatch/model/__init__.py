"""The nouns: frozen values that the stages hand on, as format 1 of the content gives them."""
