"""Words that no identifier of an export may be: each language's own, and those its file uses."""

from __future__ import annotations

from typing import Final

__all__ = ["PRISM", "PROMELA", "TLA"]

_PROMELA = """
active always assert atomic bit bool break byte chan c_code c_decl c_expr c_state c_track d_proctype
D_proctype d_step do else empty enabled end equivalent eval eventually false fi for full
get_priority goto hidden if implies in init inline int len local ltl mtype mtypes nempty never next
nfull notrace od of pc_value pid print printf printm priority progress proctype provided release
return run select set_priority short show skip stronguntil timeout trace true typedef unless
unsigned until weakuntil xr xs U V W X

taken MOVED latched remember judge settle steps CLAIM REST may_rest
"""

# SPIN sends a model through the C preprocessor, and its names into a C program.
_C = """
auto case char const continue default double enum extern float linux long main now register signed
sizeof static struct switch this union unix void volatile while uchar uint ushort ulong NULL EOF
errno
"""

_TLA = """
ACTION ASSUME ASSUMPTION AXIOM BOOLEAN BY CASE CHOOSE CONSTANT CONSTANTS CONSTRAINT COROLLARY DEF
DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT EXTENDS FALSE HAVE HIDE IF IN INIT INSTANCE INVARIANT
INVARIANTS Int Integers LAMBDA LEMMA LET LOCAL MODULE NEW NEXT Nat Naturals OBVIOUS OMITTED OTHER
ONLY PICK PROOF PROPERTY PROPERTIES PROPOSITION PROVE QED Real RECURSIVE SF SPECIFICATION STATE
STRING STRONG SUBSET SUFFICES SYMMETRY TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION USE VARIABLE
VARIABLES VIEW WF WITH WITNESS Seq

vars Init Next Spec TypeOK GoesOn Stays NothingStuck latched all Only OnlyInit OnlyNext OnlySpec
OnlyStays OnlyGoesOn Latch
"""

_PRISM = """
A bool clock const ctmc C double dtmc E endinit endinvariant endmodule endobservables endrewards
endsystem false formula filter func F global G init invariant I int label max mdp min mod module X
nondeterministic observable observables of Pmax Pmin P pomdp popta probabilistic prob pta rate
rewards Rmax Rmin R S smg stochastic system true U W floor ceil round pow log

steps
"""

PROMELA: Final = frozenset(_PROMELA.split()) | frozenset(_C.split())
TLA: Final = frozenset(_TLA.split())
PRISM: Final = frozenset(_PRISM.split())
