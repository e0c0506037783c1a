"""Turns portals into one static site: a build per client, a gate, an atomic swap."""
