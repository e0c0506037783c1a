"""Model to bytes: pages, PDF, XML, letters."""
