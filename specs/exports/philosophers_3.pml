/* philosophers 3: 6 variables, 12 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 philosophers_3.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 philosophers_3.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N neighbours_never_eat_together
 */

mtype = { thinks, holds_one, eats, leaves };

bool fork0 = false; /* no, yes */
mtype philosopher0 = thinks; /* thinks, holds_one, eats, leaves */
bool fork1 = false; /* no, yes */
mtype philosopher1 = thinks; /* thinks, holds_one, eats, leaves */
bool fork2 = false; /* no, yes */
mtype philosopher2 = thinks; /* thinks, holds_one, eats, leaves */

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* take_first@philosopher0 when philosopher0 == thinks and not fork0: fork0 := yes, philosopher0 := holds_one */
    :: d_step { (philosopher0 == thinks && !fork0) ->
        fork0 = true; philosopher0 = holds_one
    }
    /* take_second@philosopher0 when philosopher0 == holds_one and not fork1: fork1 := yes, philosopher0 := eats */
    :: d_step { (philosopher0 == holds_one && !fork1) ->
        fork1 = true; philosopher0 = eats
    }
    /* put_first@philosopher0 when philosopher0 == eats: fork0 := no, philosopher0 := leaves */
    :: d_step { (philosopher0 == eats) ->
        fork0 = false; philosopher0 = leaves
    }
    /* put_second@philosopher0 when philosopher0 == leaves: fork1 := no, philosopher0 := thinks */
    :: d_step { (philosopher0 == leaves) ->
        fork1 = false; philosopher0 = thinks
    }
    /* take_first@philosopher1 when philosopher1 == thinks and not fork1: fork1 := yes, philosopher1 := holds_one */
    :: d_step { (philosopher1 == thinks && !fork1) ->
        fork1 = true; philosopher1 = holds_one
    }
    /* take_second@philosopher1 when philosopher1 == holds_one and not fork2: fork2 := yes, philosopher1 := eats */
    :: d_step { (philosopher1 == holds_one && !fork2) ->
        fork2 = true; philosopher1 = eats
    }
    /* put_first@philosopher1 when philosopher1 == eats: fork1 := no, philosopher1 := leaves */
    :: d_step { (philosopher1 == eats) ->
        fork1 = false; philosopher1 = leaves
    }
    /* put_second@philosopher1 when philosopher1 == leaves: fork2 := no, philosopher1 := thinks */
    :: d_step { (philosopher1 == leaves) ->
        fork2 = false; philosopher1 = thinks
    }
    /* take_first@philosopher2 when philosopher2 == thinks and not fork0: fork0 := yes, philosopher2 := holds_one */
    :: d_step { (philosopher2 == thinks && !fork0) ->
        fork0 = true; philosopher2 = holds_one
    }
    /* take_second@philosopher2 when philosopher2 == holds_one and not fork2: fork2 := yes, philosopher2 := eats */
    :: d_step { (philosopher2 == holds_one && !fork2) ->
        fork2 = true; philosopher2 = eats
    }
    /* put_first@philosopher2 when philosopher2 == eats: fork0 := no, philosopher2 := leaves */
    :: d_step { (philosopher2 == eats) ->
        fork0 = false; philosopher2 = leaves
    }
    /* put_second@philosopher2 when philosopher2 == leaves: fork2 := no, philosopher2 := thinks */
    :: d_step { (philosopher2 == leaves) ->
        fork2 = false; philosopher2 = thinks
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = false;
        assert(may_rest)
    }
#endif
    od
}

/* always neighbours never eat together */
ltl neighbours_never_eat_together { ([] (!(philosopher0 == eats && philosopher1 == eats))) }

/* sometimes somebody eats */
/* An error of this claim is what is wanted: it is a witness. */
ltl somebody_eats { ([] (philosopher0 != eats)) }
