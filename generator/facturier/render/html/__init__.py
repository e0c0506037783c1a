"""Turns one client's Portal into the HTML pages of a static site."""
