"""Reports of checks, for people, scripts and CI. All are made of `Checked`: a subject, its report.

`page.py` is what a terminal shows, `documents.py` JSON, `junit.py` and `sarif.py` what CI systems
read, `pytest_file.py` a test that replays counterexamples, `charts.py` a trace as a sequence chart
and as a path on the state diagram. Each is text for the same facts; nothing here checks anything.

A time is in two of them only, the page and the JSON and JUnit documents, whose readers expect one;
SARIF, tests and charts are the same bytes for the same result.
"""

from __future__ import annotations

from .charts import marked_drawing, sequence_chart
from .checked import Checked
from .documents import document, overall
from .junit import junit_text
from .page import brief, page
from .pytest_file import pytest_text
from .sarif import sarif_text

__all__ = [
    "Checked",
    "brief",
    "document",
    "junit_text",
    "marked_drawing",
    "overall",
    "page",
    "pytest_text",
    "sarif_text",
    "sequence_chart",
]
