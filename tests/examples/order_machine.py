"""An order in a shop, as a stranger writes it for `transitions`; and what it should promise.

Two bugs of the kind people write are in `ROWS`, and `python tests/examples/order_machine.py` finds
both:

1. A customer has three attempts with a card. Whoever changes the card has only what the old one
   left, because nothing sets the counter back.
2. Whoever cancels while the parcel is being packed is noted, and `courier` should then end in
   `cancelled`. But the transition to `shipped` stands first, and the first that passes wins.

Nothing in `Order` knows of the checker. `model` runs its methods; the gateway is the world's.
"""

from __future__ import annotations

from typing import Any

from transitions import Machine

from fsm import Count, Flag, at, on, step
from fsm import always as promise
from fsm.form import Form
from fsm.strangers import model

ATTEMPTS_MAX = 3
STATES = ["cart", "paying", "paid", "packing", "shipped", "cancelled"]


class Order:
    """An order: what a shop keeps of it."""

    def __init__(self, gateway: Any) -> None:
        self.gateway = gateway
        self.attempts = 0
        self.captured = False
        self.stop_asked = False

    def card_is_good(self) -> bool:
        return bool(self.gateway.charge())

    def may_try(self) -> bool:
        return self.attempts < ATTEMPTS_MAX

    def capture(self) -> None:
        self.captured = True

    def count_attempt(self) -> None:
        self.attempts += 1

    def ask_to_stop(self) -> None:
        self.stop_asked = True

    def on_enter_cancelled(self) -> None:
        if self.captured:
            self.gateway.refund()
            self.captured = False


ROWS = [
    {"trigger": "checkout", "source": "cart", "dest": "paying"},
    {"trigger": "charge", "source": "paying", "dest": "paid",
     "conditions": ["may_try", "card_is_good"], "before": "capture"},
    {"trigger": "charge", "source": "paying", "dest": None,
     "conditions": "may_try", "after": "count_attempt"},
    {"trigger": "charge", "source": "paying", "dest": "cancelled"},
    {"trigger": "change_card", "source": "paying", "dest": "="},
    {"trigger": "pack", "source": "paid", "dest": "packing"},
    {"trigger": "courier", "source": "packing", "dest": "shipped"},
    {"trigger": "courier", "source": "packing", "dest": "cancelled", "conditions": "stop_asked"},
    {"trigger": "cancel", "source": ["cart", "paying", "paid"], "dest": "cancelled"},
    {"trigger": "cancel", "source": "packing", "dest": None, "after": "ask_to_stop"},
]  # fmt: skip


class Mended(Order):
    """The same order with the counter set back."""

    def new_card(self) -> None:
        self.attempts = 0


def mended_rows() -> list[dict[str, Any]]:
    """Return the rows with both bugs mended."""
    rows = [dict(row) for row in ROWS]
    rows[4]["before"] = "new_card"
    rows[6]["unless"] = "stop_asked"
    return rows


attempts = Count("attempts", 0, ATTEMPTS_MAX)
captured = Flag("captured")
stop_asked = Flag("stop_asked")

PROMISES = (
    promise("nothing ships unpaid", at("shipped") >> captured),
    promise("nothing cancelled ships", at("shipped") >> ~stop_asked),
    promise("whoever cancels is refunded", at("cancelled") >> ~captured),
    step("a new card has all its attempts", on("change_card") >> (attempts == 0)),
)


def form_of(cls: type[Order], rows: list[dict[str, Any]]) -> Form:
    """Return what the checker reads: the machine, its methods, and what they should promise."""
    order = cls(gateway=None)
    machine = Machine(order, states=STATES, initial="cart", transitions=rows)
    return model(
        machine,
        cls,
        vars=[attempts, captured, stop_asked],
        env={"gateway.charge": (True, False), "gateway.refund": (None,)},
        final=("shipped", "cancelled"),
        properties=PROMISES,
    )


if __name__ == "__main__":
    from fsm.checker import check

    print(check(form_of(Order, ROWS)))
    print(check(form_of(Mended, mended_rows())))
