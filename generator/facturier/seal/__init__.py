"""Turns an issued document into a seal, so that what was issued stays what was issued."""
