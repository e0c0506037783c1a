"""Turns documents into numbers, dates and states: pure functions, exact Decimals, no clock."""
