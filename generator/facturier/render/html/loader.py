"""Finds templates by name for a program that would otherwise look through all of them for files to copy."""

from __future__ import annotations

from jinja2 import FileSystemLoader


class UnlistedTemplates(FileSystemLoader):
    """Templates of a folder that are found by name and never listed."""

    def list_templates(self) -> list[str]:
        """None: MkDocs lists templates for every build, and copies what is no page."""
        return []
