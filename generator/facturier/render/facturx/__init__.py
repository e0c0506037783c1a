"""The business terms of a document → Factur-X: UN/CEFACT CII in the EN 16931 profile."""

from facturier.render.facturx.invoice import factur_x

__all__ = ["factur_x"]
