"""The ways to a host outside this machine."""
