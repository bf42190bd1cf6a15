"""Classics: models everybody knows, with counts everybody can compare. They test the checker."""
