"""The commands of `turnstile` that work with models, one file each."""
