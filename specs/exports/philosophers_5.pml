/* philosophers 5: 10 variables, 20 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 philosophers_5.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 philosophers_5.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N neighbours_never_eat_together
 */

mtype = { thinks, holds_one, eats, leaves };

bool fork0 = false; /* no, yes */
mtype philosopher0 = thinks; /* thinks, holds_one, eats, leaves */
bool fork1 = false; /* no, yes */
mtype philosopher1 = thinks; /* thinks, holds_one, eats, leaves */
bool fork2 = false; /* no, yes */
mtype philosopher2 = thinks; /* thinks, holds_one, eats, leaves */
bool fork3 = false; /* no, yes */
mtype philosopher3 = thinks; /* thinks, holds_one, eats, leaves */
bool fork4 = false; /* no, yes */
mtype philosopher4 = thinks; /* thinks, holds_one, eats, leaves */

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
    /* take_first@philosopher2 when philosopher2 == thinks and not fork2: fork2 := yes, philosopher2 := holds_one */
    :: d_step { (philosopher2 == thinks && !fork2) ->
        fork2 = true; philosopher2 = holds_one
    }
    /* take_second@philosopher2 when philosopher2 == holds_one and not fork3: fork3 := yes, philosopher2 := eats */
    :: d_step { (philosopher2 == holds_one && !fork3) ->
        fork3 = true; philosopher2 = eats
    }
    /* put_first@philosopher2 when philosopher2 == eats: fork2 := no, philosopher2 := leaves */
    :: d_step { (philosopher2 == eats) ->
        fork2 = false; philosopher2 = leaves
    }
    /* put_second@philosopher2 when philosopher2 == leaves: fork3 := no, philosopher2 := thinks */
    :: d_step { (philosopher2 == leaves) ->
        fork3 = false; philosopher2 = thinks
    }
    /* take_first@philosopher3 when philosopher3 == thinks and not fork3: fork3 := yes, philosopher3 := holds_one */
    :: d_step { (philosopher3 == thinks && !fork3) ->
        fork3 = true; philosopher3 = holds_one
    }
    /* take_second@philosopher3 when philosopher3 == holds_one and not fork4: fork4 := yes, philosopher3 := eats */
    :: d_step { (philosopher3 == holds_one && !fork4) ->
        fork4 = true; philosopher3 = eats
    }
    /* put_first@philosopher3 when philosopher3 == eats: fork3 := no, philosopher3 := leaves */
    :: d_step { (philosopher3 == eats) ->
        fork3 = false; philosopher3 = leaves
    }
    /* put_second@philosopher3 when philosopher3 == leaves: fork4 := no, philosopher3 := thinks */
    :: d_step { (philosopher3 == leaves) ->
        fork4 = false; philosopher3 = thinks
    }
    /* take_first@philosopher4 when philosopher4 == thinks and not fork4: fork4 := yes, philosopher4 := holds_one */
    :: d_step { (philosopher4 == thinks && !fork4) ->
        fork4 = true; philosopher4 = holds_one
    }
    /* take_second@philosopher4 when philosopher4 == holds_one and not fork0: fork0 := yes, philosopher4 := eats */
    :: d_step { (philosopher4 == holds_one && !fork0) ->
        fork0 = true; philosopher4 = eats
    }
    /* put_first@philosopher4 when philosopher4 == eats: fork4 := no, philosopher4 := leaves */
    :: d_step { (philosopher4 == eats) ->
        fork4 = false; philosopher4 = leaves
    }
    /* put_second@philosopher4 when philosopher4 == leaves: fork0 := no, philosopher4 := thinks */
    :: d_step { (philosopher4 == leaves) ->
        fork0 = false; philosopher4 = thinks
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
