"""For every promise of the specs a variant that breaks it, with its shortest trace."""
