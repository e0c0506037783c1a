"""Turns a Book into faults: each rule is pure and has a code."""
