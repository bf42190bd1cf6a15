"""The commands that check, walk through and export models: `check`, `simulate`, `export`.

What lives here: options, words and exit codes of these. What does not: finding a model
(`subjects.py`), checking (`checker/`), reports (`reports/`), exports (`exports/`), and `draw` and
`explain`, which are about one machine's table (`cli.py`). The project's own program mounts each;
what a command needs is imported by the command.
"""
