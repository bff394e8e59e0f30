"""The rendering floor: views become pages, sheets, feeds and data; pure, each to its bytes."""
