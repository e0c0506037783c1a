"""Turns the model into bytes: pages, PDFs and files."""
