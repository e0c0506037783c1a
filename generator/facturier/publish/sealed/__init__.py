"""Sealed links: a client's files as ciphertext, opened by the key behind `#` (docs/sealed-format.md)."""
