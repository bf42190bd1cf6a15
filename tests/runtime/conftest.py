"""Fixtures of the runtime's tests: the model files, and a handle that is closed afterwards."""

from __future__ import annotations

import pytest
from runtime_models import models as make_models

from engine import Runtime


@pytest.fixture(scope="session")
def models():
    return make_models()


@pytest.fixture
def runtime():
    with Runtime() as handle:
        yield handle
