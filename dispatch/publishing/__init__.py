"""The only writers: the output folders are made beside the old ones and swapped in at once."""
