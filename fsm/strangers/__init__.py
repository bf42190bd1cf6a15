"""A stranger's machine: the form of a live `transitions.Machine` with ordinary Python methods.

    form = model(machine, Order, vars={"retries": range(4)}, env={"gateway.charge": (True, False)})

The way of a recording, one file each: `declared` is what the caller says about the class; `stock`
reads the machine; `standin` is what methods take for `self`, `moments` what they take for the
event; `recording` is one run of them and all its forks; `calls` calls them, `execution` in the
order of `transitions`; `cubes` are the valuations a run stands for; `commands` is what runs become;
`reach` tells whether a problem can be met; `front` is the order of all this.

There is no second copy of the logic: the methods themselves are run, on every combination of what
they read. Limits: callbacks see `self`, the event and its declared arguments; time, chance and
other objects must be named in `env`. A step is a whole call of a trigger, with what its callbacks
fire; what is true in the middle of it is not seen.
"""

from __future__ import annotations

from .front import model

__all__ = ["model"]
