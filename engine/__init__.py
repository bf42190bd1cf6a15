"""GGUF in, tokens out, gated by a declared lifecycle."""
