"""Machines: declare, gate, check, draw, export and test them. Knows nothing of models."""
