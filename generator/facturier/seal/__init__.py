"""What was issued stays what was issued: canonical form, digests, the chain."""
