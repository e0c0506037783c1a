"""One document of a portal → its original: a PDF that people, archives and machines read alike."""

from facturier.render.pdf.drawing import document_pdf, unprintable

__all__ = ["document_pdf", "unprintable"]
