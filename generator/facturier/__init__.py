"""Invoices as YAML in git, published as a private portal for each client."""

__version__ = "0.1.0"
