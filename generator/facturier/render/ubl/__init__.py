"""The business terms of a document → UBL 2.1 (EN 16931)."""

from facturier.render.ubl.invoice import Flavour, ubl

__all__ = ["Flavour", "ubl"]
