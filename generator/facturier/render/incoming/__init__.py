"""A file that somebody sent → the business terms of the e-invoice in it."""

from facturier.render.incoming.files import read_einvoice

__all__ = ["read_einvoice"]
