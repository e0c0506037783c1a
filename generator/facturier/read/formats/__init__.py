"""Faults to what is printed of them: for people, for GitHub, for SARIF readers, for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from facturier.faults import Fault
from facturier.messages import Catalogue
from facturier.read.formats.github import github
from facturier.read.formats.human import human
from facturier.read.formats.plain_json import as_json
from facturier.read.formats.sarif import sarif

Format = Callable[[Sequence[Fault], Catalogue, Path], str]

__all__ = ["FORMATS", "Format", "as_json", "github", "human", "sarif"]

FORMATS: Mapping[str, Format] = {"human": human, "github": github, "sarif": sarif, "json": as_json}
