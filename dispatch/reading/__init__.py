"""From text to nouns: every function returns `(value, diagnostics)`."""
