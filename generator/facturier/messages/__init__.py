"""Turns faults into sentences: a catalogue per language, one TOML file per family of codes."""
