"""Test anybody's implementation by its machine: the suite derives from the declaration.

    from fsm.testing import ObjectAdapter, machine_from

    TestOrder = machine_from(ORDER, OrderAdapter).TestCase      # pytest and unittest collect it
    def test_order_holds(): assert_holds(ORDER)                 # what it promises, proved

An adapter binds a machine to a real thing. From the two comes a Hypothesis state machine: one rule
per `operation.outcome`, possible where a row of it is enabled and the adapter can provoke it, and
one rule for calls that are not admitted, which must be refused as declared and move nothing. What
fails comes with a program that can be pasted.

Where things live: `adapter.py` what a thing must offer; `objects.py` an adapter for a plain Python
object; `fingerprints.py` everything a thing holds, as comparable leaves; `walk.py` one thing, one
run, every call judged; `program.py` that run as Python; `shorten.py` the same failure by fewer
calls; `rules.py` imports hypothesis; `counts.py` which rows fired; `holding.py` a check of the
declaration itself; `replaying.py` a counterexample again. The judgement itself is
`fsm.conformance`. A new way to choose calls (a tour, a guided walk, a recorded trace)
drives a `Walk` and judges nothing itself.

Importing this package imports nothing heavy; `machine_from` and `run` need the extra
`turnstile-runtime[testing]` and say so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .adapter import Adapter, Call
from .counts import Coverage
from .fingerprints import difference, fingerprint_of
from .holding import assert_holds
from .objects import ObjectAdapter
from .replaying import assert_gone
from .walk import Nonconformance, Walk

if TYPE_CHECKING:
    from hypothesis import settings as Settings  # noqa: N812

    from ..machine import Machine
    from .rules import MachineSuite

__all__ = [
    "Adapter",
    "Call",
    "Coverage",
    "Nonconformance",
    "ObjectAdapter",
    "Walk",
    "assert_gone",
    "assert_holds",
    "difference",
    "fingerprint_of",
    "machine_from",
    "run",
]


def machine_from(
    machine: Machine,
    adapter_factory: Callable[[], Adapter],
    *,
    name: str | None = None,
    settings: Settings | None = None,
) -> type[MachineSuite]:
    """Return a Hypothesis `RuleBasedStateMachine` that tests what `adapter_factory` makes.

    `.TestCase` is collected by pytest and unittest, `.coverage` counts the rows that fired.
    `settings` are those of the test case. ImportError when hypothesis is not installed.
    """
    try:
        import hypothesis  # noqa: F401
    except ModuleNotFoundError:
        raise ImportError(
            "machine_from needs hypothesis: pip install 'turnstile-runtime[testing]'"
        ) from None
    from .rules import suite

    return suite(machine, adapter_factory, name, settings)


def run(
    machine: Machine,
    adapter_factory: Callable[[], Adapter],
    *,
    settings: Settings | None = None,
) -> Coverage:
    """Test at once; returns which rows fired, or raises what was found."""
    return machine_from(machine, adapter_factory, settings=settings).run()
