"""Portals to a site: one MkDocs build per client, the isolation gate, the swap."""
