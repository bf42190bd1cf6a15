"""Machines written the way users of `transitions` write them, each with what is declared of it."""

from __future__ import annotations

import enum
import functools
from typing import Any

from stranger_walk import Case

# -- states of matter: callbacks by convention, a property as a condition --------------------------


class Matter:
    boiling, freezing = 3, 0

    def __init__(self) -> None:
        self.degrees = 1
        self.sealed = False

    @property
    def is_hot(self) -> bool:
        return self.degrees >= self.boiling

    def is_cold(self) -> bool:
        return self.degrees <= self.freezing

    def warm(self) -> None:
        self.degrees = min(self.degrees + 1, 4)

    def cool(self) -> None:
        self.degrees = max(self.degrees - 1, 0)

    def open_lid(self) -> None:
        self.sealed = False

    def on_enter_gas(self) -> None:
        self.sealed = True

    def on_exit_gas(self) -> None:
        self.degrees = self.boiling - 1


def matter(machine: Any, thing: Matter) -> Any:
    made = machine(thing, states=["solid", "liquid", "gas", "plasma"], initial="liquid")
    made.add_transition("heat", "*", None, before="warm")
    made.add_transition("chill", ["liquid", "solid"], "=", after=["cool"])
    made.add_transition("boil", "liquid", "gas", conditions="is_hot")
    made.add_transition("freeze", "liquid", "solid", conditions=["is_cold"], unless="is_hot")
    made.add_transition("condense", "gas", "liquid", before="open_lid")
    made.add_transition("ionize", "gas", "plasma", conditions=thing.is_cold)
    made.add_transition("settle", "*", "liquid", unless=["is_cold", "is_hot"])
    return made


# -- a hero who falls asleep: the model owns its machine, order of transitions decides -------------


class Hero:
    def __init__(self) -> None:
        self.saves = 0
        self.tired = False
        self.suit: str | None = None

    def dress(self) -> None:
        self.suit = "cape"

    def undress(self) -> None:
        self.suit = None

    def count_save(self) -> None:
        self.saves = min(self.saves + 1, 2)
        self.tired = self.saves == 2

    def is_exhausted(self) -> bool:
        return self.tired and self.saves > 1

    def wakes_up_anyway(self) -> bool:
        raise AssertionError("the world says so")

    def rest(self) -> None:
        self.tired, self.saves = False, 0


def hero(machine: Any, thing: Hero) -> Any:
    rows = [
        ["wake", "asleep", "idle"],
        {"trigger": "work", "source": "idle", "dest": "training", "unless": "is_exhausted"},
        {"trigger": "alarm", "source": "*", "dest": "saving", "before": "dress",
         "conditions": "wakes_up_anyway"},
        {"trigger": "done", "source": "saving", "dest": "sweaty", "after": "count_save"},
        {"trigger": "wash", "source": "sweaty", "dest": "asleep", "conditions": ["is_exhausted"],
         "after": "rest"},
        {"trigger": "wash", "source": "sweaty", "dest": "idle"},
        {"trigger": "nap", "source": "*", "dest": "asleep", "before": ["undress"]},
    ]  # fmt: skip
    return machine(
        thing,
        states=["asleep", "idle", "training", "saving", {"name": "sweaty", "on_exit": "undress"}],
        transitions=rows,
        initial="asleep",
        auto_transitions=False,
    )


# -- a queued traffic light: ordered transitions, triggers fired inside callbacks ------------------


class Light:
    def __init__(self) -> None:
        self.waiting = False
        self.rounds = 0

    def press(self) -> None:
        self.waiting = True

    def nobody_waits(self) -> bool:
        return not self.waiting

    def on_enter_red(self) -> None:
        self.rounds = (self.rounds + 1) % 3
        if self.waiting:
            self.waiting = False
            self.next_state()  # type: ignore[attr-defined]
            self.tick()  # type: ignore[attr-defined]

    def tick(self) -> None:
        """Hidden by nothing: the trigger of this name is never bound."""
        self.rounds = 0


def light(machine: Any, thing: Light) -> Any:
    made = machine(thing, states=["green", "amber", "red"], initial="green", queued=True)
    made.add_ordered_transitions(unless=["nobody_waits", None, None])
    made.add_transition("press_button", ["green", "amber"], None, after="press")
    made.add_transition("tick", "*", "=")
    return made


# -- a shop with enum states, events, arguments, exceptions ----------------------------------------


class Phase(enum.Enum):
    CART = 1
    PAID = 2
    SENT = 3


class Method(enum.Enum):
    CARD = "card"
    CASH = "cash"


class Declined(Exception):
    pass


class Shop:
    def __init__(self) -> None:
        self.method: Method | None = None
        self.tries = 0
        self.error = ""
        self._balance = 0

    @property
    def balance(self) -> int:
        return self._balance

    @balance.setter
    def balance(self, value: int) -> None:
        self._balance = value if value < 3 else 2

    def charge(self) -> int:
        raise AssertionError("the world says so")

    def count(self, event: Any) -> None:
        self.tries = min(self.tries + 1, 2)

    def enough(self, event: Any) -> bool:
        return event.kwargs.get("amount", 0) > 0 and event.state.name == "CART"

    def pay_in(self, event: Any) -> None:
        self.method = Method.CARD
        self.balance += self.charge()
        self.method = Method.CASH if self.balance > 1 else None

    def audit(self, event: Any) -> None:
        if event.event.name == "send" and event.transition.dest == "SENT" and self.tries == 2:
            raise Declined("too many")

    def note(self, event: Any) -> None:
        self.error = type(event.error).__name__ if event.error else ""

    def on_enter_PAID(self, event: Any) -> None:
        if self.state is Phase.PAID and self.is_PAID():  # type: ignore[attr-defined]
            self.tries = 0


def shop(machine: Any, thing: Shop) -> Any:
    return machine(
        thing,
        states=Phase,
        initial=Phase.CART,
        send_event=True,
        on_exception="note",
        transitions=[
            {"trigger": "pay", "source": Phase.CART, "dest": Phase.PAID, "prepare": "count",
             "conditions": "enough", "before": "pay_in"},
            {"trigger": "pay", "source": Phase.CART, "dest": None, "after": thing.note},
            {"trigger": "send", "source": [Phase.PAID, Phase.CART], "dest": Phase.SENT,
             "after": functools.partial(Shop.audit, thing)},
        ],
    )  # fmt: skip


# -- a job that holds its machine in closures, subclasses and calls its base -----------------------


class Base:
    def __init__(self) -> None:
        self.left = 2
        self.result: tuple[str, ...] = ()

    def spend(self) -> None:
        self.left = max(self.left - 1, 0)

    @staticmethod
    def always() -> bool:
        return True

    @classmethod
    def fresh(cls) -> tuple[str, ...]:
        return ()


class Job(Base):
    def spend(self) -> None:
        super().spend()
        self.result = self.fresh() if self.left else ("late",)

    def has_time(self) -> bool:
        return isinstance(self, Base) and self.left > 0 and self.always()


def job(machine: Any, thing: Job) -> Any:
    made = machine(thing, states=["new", "busy", "done"], initial="new", auto_transitions=False)
    made.add_transition("start", "new", "busy", conditions=[lambda: thing.left > 0])
    made.add_transition("work", "busy", "=", conditions=thing.has_time, before=thing.spend)
    made.add_transition("work", "busy", "done")
    made.add_transition("again", "done", "new", unless=lambda: thing.result == ("late",))
    made.add_transition("stop", "*", "done", conditions="may_work")
    return made


CASES = {
    "matter": Case(Matter, matter, vars={"degrees": range(5), "sealed": (False, True)}),
    "every trigger": Case(
        Matter, matter, vars={"degrees": range(5), "sealed": (False, True)}, auto_transitions=True
    ),
    "hero": Case(
        Hero,
        hero,
        vars={"saves": range(3), "tired": (False, True), "suit": (None, "cape")},
        env={"wakes_up_anyway": (True, False)},
        may_raise=("dress", "count_save"),
    ),
    "light": Case(Light, light, vars={"waiting": (False, True), "rounds": range(3)}),
    "shop": Case(
        Shop,
        shop,
        vars={
            "method": (None, Method.CARD, Method.CASH),
            "tries": range(3),
            "error": ("", "Declined", "TimeoutError", "MachineError"),
            "_balance": range(3),
        },
        env={"charge": (0, 1, 2, TimeoutError)},
        args={"pay": {"amount": (0, 5)}},
        may_raise=(Declined,),
    ),
    "job": Case(Job, job, vars={"left": range(3), "result": ((), ("late",))}),
}
