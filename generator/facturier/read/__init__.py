"""YAML with positions to one frozen Book, and every fault on the way."""
