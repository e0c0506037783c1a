"""Checked shapes to frozen model values: every default filled in, every reference followed."""
