"""Frozen values that every stage speaks in."""
