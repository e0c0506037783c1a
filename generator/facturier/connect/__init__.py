"""Talks to the world (payments, mail, bank files, git); each module takes its transport as an argument."""
