"""Random small systems for the witnesses, the same from the same seed."""

from __future__ import annotations

from random import Random

from fsm.expressions import Guard, on, was
from fsm.properties import Property, always, leads_to, sometimes, step
from fsm.system import System, rule
from fsm.variables import Assignment, Count, Enum, Flag, any_of, between

WORDS = ("red", "green", "blue")


class _Draw:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.flag = Flag("flag")
        self.word, self.hue = Enum("word", *WORDS), Enum("hue", *WORDS[::-1])
        low = self.random.randint(-2, 1)
        self.number, self.offset = Count("number", 0, 3), Count("offset", low, low + 4)

    def guard(self, depth: int = 2) -> Guard:
        """Return a guard of any kind."""
        if depth and self.random.random() < 0.6:
            one, other = self.guard(depth - 1), self.guard(depth - 1)
            return self.random.choice([one & other, one | other, one >> other, ~one])
        number = self.random.randint(-2, 3)
        return self.random.choice(
            [
                self.flag,
                ~self.flag,
                self.word == "green",
                self.word != self.hue,
                self.hue.among("red", "blue"),
                self.number < self.offset,
                self.number + self.offset >= number,
                self.offset != number,
                (self.number + 2) % 3 == self.offset,
                (self.offset - 1) % 2 == 0,
                self.word == "no such word",
            ]
        )

    def effects(self) -> list[Assignment]:
        """Return assignments to some variables, in any order, that stay inside the domains."""
        length, low = between(0, self.number), int(self.offset.initial)
        kept: list[list[Assignment]] = [
            [self.flag.sets()],
            [self.flag.becomes(any_of(False, True))],
            [self.word.becomes(self.hue)],
            [self.hue.becomes(self.word)],
            [self.word.becomes(any_of("red", "green")), self.hue.becomes("blue")],
            [self.number.becomes((self.number + 1) % 4)],
            [self.number.becomes((self.offset - 3) % 4)],
            [self.number.becomes(length)],
            [self.offset.becomes(self.number % 3 + low)],
            [self.offset.becomes(any_of(low, low + 2))],
        ]
        self.random.shuffle(kept)
        found: dict[str, Assignment] = {}
        for group in kept[: self.random.randint(1, 5)]:
            for item in group:
                found.setdefault(item.variable.name, item)
        return list(found.values())

    def promises(self) -> list[Property]:
        """Return one of each kind that a witness outside can judge."""
        return [
            always("an invariant", self.guard()),
            sometimes("a witness", self.guard()),
            step(
                "a step", on("act0", "act1") >> ((was(self.number) == self.number) | self.guard())
            ),
            step("a step of any", self.guard(1)),
            leads_to("later", self.guard(1), self.guard(1)),
            leads_to("later, fairly", self.guard(1), self.guard(1), fair=["act0"]),
            leads_to("later, by some", self.guard(1), self.guard(1), only=["act0", "act1"]),
        ]


def random_system(seed: int) -> System:
    """Return the system of this seed: contests, choices, negative numbers, up to two starts."""
    draw = _Draw(seed)
    rules = [
        rule(
            f"act{number}",
            when=draw.guard(),
            does=draw.effects(),
            contest=draw.random.choice(["", "", "one"]),
            priority=draw.random.randint(0, 2),
        )
        for number in range(draw.random.randint(2, 5))
    ]
    starts = [{}, {"flag": True}] if draw.random.random() < 0.3 else [{}]
    return System(
        f"random {seed}",
        variables=[draw.flag, draw.word, draw.hue, draw.number, draw.offset],
        rules=rules,
        starts=starts,
        final=draw.guard(1) if draw.random.random() < 0.5 else None,
        properties=draw.promises(),
    )
