/* loading: 3 variables, 19 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 loading.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 loading.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N nothing_is_reachable_before_install
 */

mtype = { Begun, Fetched, Transferred, Parsed, Admitted, Allocated, Attested, Installed, Rejected, Abandoned };

mtype state = Begun; /* Begun, Fetched, Transferred, Parsed, Admitted, Allocated, Attested, Installed, Rejected, Abandoned */
byte acquired = 0; /* 0..3 */
bool installed = false; /* no, yes */

/* What was before the step: no part of the state. */
hidden byte was_installed;

inline remember() {
    was_installed = installed
}

/* Steps by number; `taken` is the last one. */
#define did_fetch_ok 1
#define did_fetch_failed 2
#define did_fetch_interrupted 3
#define did_transfer_ok 4
#define did_transfer_failed 5
#define did_transfer_interrupted 6
#define did_parse_ok 7
#define did_parse_failed 8
#define did_parse_interrupted 9
#define did_tensor_ok 10
#define did_tensor_failed 11
#define did_tensor_interrupted 12
#define did_allocation_ok 13
#define did_allocation_failed 14
#define did_allocation_interrupted 15
#define did_provenance_ok 16
#define did_provenance_failed 17
#define did_provenance_interrupted 18
#define did_install_ok 19
hidden byte taken;

hidden byte only_install_makes_it_reachable;

/* step only install makes it reachable */
#define HOLDS_only_install_makes_it_reachable \
        (taken == did_install_ok || installed == was_installed)

#ifdef CLAIM /* is asked alone */
#define judge() skip
#else
inline judge() {
    only_install_makes_it_reachable = HOLDS_only_install_makes_it_reachable;
    assert(only_install_makes_it_reachable)
}
#endif

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* T1 fetch.ok in Begun -> Fetched */
    :: d_step { (state == Begun && acquired <= 0) ->
        remember(); state = Fetched; acquired = 0; taken = did_fetch_ok; judge()
    }
    :: d_step { (state == Begun && acquired <= 1) ->
        remember(); state = Fetched; acquired = 1; taken = did_fetch_ok; judge()
    }
    :: d_step { (state == Begun && acquired <= 2) ->
        remember(); state = Fetched; acquired = 2; taken = did_fetch_ok; judge()
    }
    :: d_step { (state == Begun && acquired <= 3) ->
        remember(); state = Fetched; acquired = 3; taken = did_fetch_ok; judge()
    }
    /* T2 fetch.failed in Begun -> Rejected */
    :: d_step { (state == Begun) ->
        remember(); state = Rejected; acquired = 0; taken = did_fetch_failed; judge()
    }
    /* T3 fetch.interrupted in Begun -> Abandoned */
    :: d_step { (state == Begun) ->
        remember(); state = Abandoned; acquired = 0; taken = did_fetch_interrupted; judge()
    }
    /* T4 transfer.ok in Fetched -> Transferred */
    :: d_step { (state == Fetched && acquired <= 0) ->
        remember(); state = Transferred; acquired = 0; taken = did_transfer_ok; judge()
    }
    :: d_step { (state == Fetched && acquired <= 1) ->
        remember(); state = Transferred; acquired = 1; taken = did_transfer_ok; judge()
    }
    :: d_step { (state == Fetched && acquired <= 2) ->
        remember(); state = Transferred; acquired = 2; taken = did_transfer_ok; judge()
    }
    :: d_step { (state == Fetched && acquired <= 3) ->
        remember(); state = Transferred; acquired = 3; taken = did_transfer_ok; judge()
    }
    /* T5 transfer.failed in Fetched -> Rejected */
    :: d_step { (state == Fetched) ->
        remember(); state = Rejected; acquired = 0; taken = did_transfer_failed; judge()
    }
    /* T6 transfer.interrupted in Fetched -> Abandoned */
    :: d_step { (state == Fetched) ->
        remember(); state = Abandoned; acquired = 0; taken = did_transfer_interrupted; judge()
    }
    /* T7 parse.ok in Transferred -> Parsed */
    :: d_step { (state == Transferred && acquired <= 0) ->
        remember(); state = Parsed; acquired = 0; taken = did_parse_ok; judge()
    }
    :: d_step { (state == Transferred && acquired <= 1) ->
        remember(); state = Parsed; acquired = 1; taken = did_parse_ok; judge()
    }
    :: d_step { (state == Transferred && acquired <= 2) ->
        remember(); state = Parsed; acquired = 2; taken = did_parse_ok; judge()
    }
    :: d_step { (state == Transferred && acquired <= 3) ->
        remember(); state = Parsed; acquired = 3; taken = did_parse_ok; judge()
    }
    /* T8 parse.failed in Transferred -> Rejected */
    :: d_step { (state == Transferred) ->
        remember(); state = Rejected; acquired = 0; taken = did_parse_failed; judge()
    }
    /* T9 parse.interrupted in Transferred -> Abandoned */
    :: d_step { (state == Transferred) ->
        remember(); state = Abandoned; acquired = 0; taken = did_parse_interrupted; judge()
    }
    /* T10 tensor.ok in Parsed -> Admitted */
    :: d_step { (state == Parsed && acquired <= 0) ->
        remember(); state = Admitted; acquired = 0; taken = did_tensor_ok; judge()
    }
    :: d_step { (state == Parsed && acquired <= 1) ->
        remember(); state = Admitted; acquired = 1; taken = did_tensor_ok; judge()
    }
    :: d_step { (state == Parsed && acquired <= 2) ->
        remember(); state = Admitted; acquired = 2; taken = did_tensor_ok; judge()
    }
    :: d_step { (state == Parsed && acquired <= 3) ->
        remember(); state = Admitted; acquired = 3; taken = did_tensor_ok; judge()
    }
    /* T11 tensor.failed in Parsed -> Rejected */
    :: d_step { (state == Parsed) ->
        remember(); state = Rejected; acquired = 0; taken = did_tensor_failed; judge()
    }
    /* T12 tensor.interrupted in Parsed -> Abandoned */
    :: d_step { (state == Parsed) ->
        remember(); state = Abandoned; acquired = 0; taken = did_tensor_interrupted; judge()
    }
    /* T13 allocation.ok in Admitted -> Allocated */
    :: d_step { (state == Admitted && acquired <= 0) ->
        remember(); state = Allocated; acquired = 0; taken = did_allocation_ok; judge()
    }
    :: d_step { (state == Admitted && acquired <= 1) ->
        remember(); state = Allocated; acquired = 1; taken = did_allocation_ok; judge()
    }
    :: d_step { (state == Admitted && acquired <= 2) ->
        remember(); state = Allocated; acquired = 2; taken = did_allocation_ok; judge()
    }
    :: d_step { (state == Admitted && acquired <= 3) ->
        remember(); state = Allocated; acquired = 3; taken = did_allocation_ok; judge()
    }
    /* T14 allocation.failed in Admitted -> Rejected */
    :: d_step { (state == Admitted) ->
        remember(); state = Rejected; acquired = 0; taken = did_allocation_failed; judge()
    }
    /* T15 allocation.interrupted in Admitted -> Abandoned */
    :: d_step { (state == Admitted) ->
        remember(); state = Abandoned; acquired = 0; taken = did_allocation_interrupted; judge()
    }
    /* T16 provenance.ok in Allocated -> Attested */
    :: d_step { (state == Allocated && acquired <= 0) ->
        remember(); state = Attested; acquired = 0; taken = did_provenance_ok; judge()
    }
    :: d_step { (state == Allocated && acquired <= 1) ->
        remember(); state = Attested; acquired = 1; taken = did_provenance_ok; judge()
    }
    :: d_step { (state == Allocated && acquired <= 2) ->
        remember(); state = Attested; acquired = 2; taken = did_provenance_ok; judge()
    }
    :: d_step { (state == Allocated && acquired <= 3) ->
        remember(); state = Attested; acquired = 3; taken = did_provenance_ok; judge()
    }
    /* T17 provenance.failed in Allocated -> Rejected */
    :: d_step { (state == Allocated) ->
        remember(); state = Rejected; acquired = 0; taken = did_provenance_failed; judge()
    }
    /* T18 provenance.interrupted in Allocated -> Abandoned */
    :: d_step { (state == Allocated) ->
        remember(); state = Abandoned; acquired = 0; taken = did_provenance_interrupted; judge()
    }
    /* T19 install.ok in Attested -> Installed */
    :: d_step { (state == Attested) ->
        remember(); state = Installed; installed = true; acquired = 0; taken = did_install_ok; judge()
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = state == Installed || state == Rejected || state == Abandoned;
        assert(may_rest)
    }
#endif
    od
}

/* always nothing is reachable before install */
ltl nothing_is_reachable_before_install { ([] (!installed || state == Installed)) }

/* always the ledger is empty at every end */
ltl the_ledger_is_empty_at_every_end { ([] (!(state == Installed || state == Rejected || state == Abandoned) || acquired == 0)) }

/* sometimes a load succeeds */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_load_succeeds { ([] (state != Installed)) }

/* recoverable a load can always still be rejected or succeed */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_load_can_always_still_be_rejected_or_succeed { ([] (!(state == Installed || state == Rejected))) }
