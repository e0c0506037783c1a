"""Turns YAML files into one frozen Book and every fault found on the way."""
