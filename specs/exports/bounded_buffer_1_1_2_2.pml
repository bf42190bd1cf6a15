/* bounded buffer 1, 1, 2, 2: 9 variables, 11 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 bounded_buffer_1_1_2_2.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 bounded_buffer_1_1_2_2.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N one_holds_the_lock
 */

mtype = { idle, ready, locked_in, using };

bool locked = false; /* no, yes */
byte head = 0; /* 0, 1 */
byte filled = 0; /* 0..2 */
byte slot0 = 0; /* 0, 1 */
byte slot1 = 0; /* 0, 1 */
mtype producer0 = idle; /* idle, ready, locked_in */
byte carried0 = 0; /* 0, 1 */
mtype consumer0 = idle; /* idle, locked_in, using */
byte taken0 = 0; /* 0, 1 */

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* make.0@producer0 when producer0 == idle: carried0 := 0, producer0 := ready */
    :: d_step { (producer0 == idle) ->
        carried0 = 0; producer0 = ready
    }
    /* make.1@producer0 when producer0 == idle: carried0 := 1, producer0 := ready */
    :: d_step { (producer0 == idle) ->
        carried0 = 1; producer0 = ready
    }
    /* lock@producer0 when producer0 == ready and not locked and filled < 2: locked := yes, producer0 := locked_in */
    :: d_step { (producer0 == ready && !locked && filled < 2) ->
        locked = true; producer0 = locked_in
    }
    /* put@producer0#1 when producer0 == locked_in and head == 0 and filled == 0: slot0 := carried0, filled := 1, locked := no, producer0 := idle, carried0 := 0 */
    :: d_step { (producer0 == locked_in && head == 0 && filled == 0) ->
        slot0 = carried0; filled = 1; locked = false; producer0 = idle; carried0 = 0
    }
    /* put@producer0#2 when producer0 == locked_in and head == 0 and filled == 1: slot1 := carried0, filled := 2, locked := no, producer0 := idle, carried0 := 0 */
    :: d_step { (producer0 == locked_in && head == 0 && filled == 1) ->
        slot1 = carried0; filled = 2; locked = false; producer0 = idle; carried0 = 0
    }
    /* put@producer0#3 when producer0 == locked_in and head == 1 and filled == 0: slot1 := carried0, filled := 1, locked := no, producer0 := idle, carried0 := 0 */
    :: d_step { (producer0 == locked_in && head == 1 && filled == 0) ->
        slot1 = carried0; filled = 1; locked = false; producer0 = idle; carried0 = 0
    }
    /* put@producer0#4 when producer0 == locked_in and head == 1 and filled == 1: slot0 := carried0, filled := 2, locked := no, producer0 := idle, carried0 := 0 */
    :: d_step { (producer0 == locked_in && head == 1 && filled == 1) ->
        slot0 = carried0; filled = 2; locked = false; producer0 = idle; carried0 = 0
    }
    /* lock@consumer0 when consumer0 == idle and not locked and filled > 0: locked := yes, consumer0 := locked_in */
    :: d_step { (consumer0 == idle && !locked && filled > 0) ->
        locked = true; consumer0 = locked_in
    }
    /* take@consumer0#1 when consumer0 == locked_in and head == 0: taken0 := slot0, slot0 := 0, head := 1, filled := filled - 1, locked := no, consumer0 := using */
    :: d_step { (consumer0 == locked_in && head == 0) ->
        taken0 = slot0; slot0 = 0; head = 1; filled = filled - 1; locked = false; consumer0 = using
    }
    /* take@consumer0#2 when consumer0 == locked_in and head == 1: taken0 := slot1, slot1 := 0, head := 0, filled := filled - 1, locked := no, consumer0 := using */
    :: d_step { (consumer0 == locked_in && head == 1) ->
        taken0 = slot1; slot1 = 0; head = 0; filled = filled - 1; locked = false; consumer0 = using
    }
    /* use@consumer0 when consumer0 == using: taken0 := 0, consumer0 := idle */
    :: d_step { (consumer0 == using) ->
        taken0 = 0; consumer0 = idle
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = false;
        assert(may_rest)
    }
#endif
    od
}

/* always one holds the lock */
ltl one_holds_the_lock { ([] (!(producer0 == locked_in && consumer0 == locked_in))) }

/* sometimes the buffer is full */
/* An error of this claim is what is wanted: it is a witness. */
ltl the_buffer_is_full { ([] (filled != 2)) }
