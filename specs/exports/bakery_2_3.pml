/* bakery 2, 3: 8 variables, 18 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 bakery_2_3.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 bakery_2_3.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N mutual_exclusion
 */

mtype = { outside, choosing, waiting, inside };

mtype place0 = outside; /* outside, choosing, waiting, inside */
byte ticket0 = 0; /* 0..3 */
byte next0 = 0; /* 0..2 */
byte largest0 = 0; /* 0..3 */
mtype place1 = outside; /* outside, choosing, waiting, inside */
byte ticket1 = 0; /* 0..3 */
byte next1 = 0; /* 0..2 */
byte largest1 = 0; /* 0..3 */

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* arrive@customer0 when place0 == outside: place0 := choosing, next0 := 0, largest0 := 0 */
    :: d_step { (place0 == outside) ->
        place0 = choosing; next0 = 0; largest0 = 0
    }
    /* read.own@customer0 when place0 == choosing and next0 == 0: next0 := 1 */
    :: d_step { (place0 == choosing && next0 == 0) ->
        next0 = 1
    }
    /* read.larger@customer0 when place0 == choosing and next0 == 1 and ticket1 > largest0: largest0 := ticket1, next0 := 2 */
    :: d_step { (place0 == choosing && next0 == 1 && ticket1 > largest0) ->
        largest0 = ticket1; next0 = 2
    }
    /* read.smaller@customer0 when place0 == choosing and next0 == 1 and ticket1 <= largest0: next0 := 2 */
    :: d_step { (place0 == choosing && next0 == 1 && ticket1 <= largest0) ->
        next0 = 2
    }
    /* take_ticket@customer0 when place0 == choosing and next0 == 2 and largest0 < 3: ticket0 := largest0 + 1, largest0 := 0, next0 := 0, place0 := waiting */
    :: d_step { (place0 == choosing && next0 == 2 && largest0 < 3) ->
        ticket0 = largest0 + 1; largest0 = 0; next0 = 0; place0 = waiting
    }
    /* let_pass@customer0#1 when place0 == waiting and next0 == 0: next0 := 1 */
    :: d_step { (place0 == waiting && next0 == 0) ->
        next0 = 1
    }
    /* let_pass@customer0#2 when place0 == waiting and next0 == 1 and place1 != choosing and (ticket1 == 0 or ticket1 >= ticket0): next0 := 2 */
    :: d_step { (place0 == waiting
            && next0 == 1
            && place1 != choosing
            && (ticket1 == 0 || ticket1 >= ticket0)) ->
        next0 = 2
    }
    /* enter@customer0 when place0 == waiting and next0 == 2: place0 := inside */
    :: d_step { (place0 == waiting && next0 == 2) ->
        place0 = inside
    }
    /* leave@customer0 when place0 == inside: ticket0 := 0, next0 := 0, place0 := outside */
    :: d_step { (place0 == inside) ->
        ticket0 = 0; next0 = 0; place0 = outside
    }
    /* arrive@customer1 when place1 == outside: place1 := choosing, next1 := 0, largest1 := 0 */
    :: d_step { (place1 == outside) ->
        place1 = choosing; next1 = 0; largest1 = 0
    }
    /* read.larger@customer1 when place1 == choosing and next1 == 0 and ticket0 > largest1: largest1 := ticket0, next1 := 1 */
    :: d_step { (place1 == choosing && next1 == 0 && ticket0 > largest1) ->
        largest1 = ticket0; next1 = 1
    }
    /* read.smaller@customer1 when place1 == choosing and next1 == 0 and ticket0 <= largest1: next1 := 1 */
    :: d_step { (place1 == choosing && next1 == 0 && ticket0 <= largest1) ->
        next1 = 1
    }
    /* read.own@customer1 when place1 == choosing and next1 == 1: next1 := 2 */
    :: d_step { (place1 == choosing && next1 == 1) ->
        next1 = 2
    }
    /* take_ticket@customer1 when place1 == choosing and next1 == 2 and largest1 < 3: ticket1 := largest1 + 1, largest1 := 0, next1 := 0, place1 := waiting */
    :: d_step { (place1 == choosing && next1 == 2 && largest1 < 3) ->
        ticket1 = largest1 + 1; largest1 = 0; next1 = 0; place1 = waiting
    }
    /* let_pass@customer1#1 when place1 == waiting and next1 == 0 and place0 != choosing and (ticket0 == 0 or ticket0 > ticket1): next1 := 1 */
    :: d_step { (place1 == waiting
            && next1 == 0
            && place0 != choosing
            && (ticket0 == 0 || ticket0 > ticket1)) ->
        next1 = 1
    }
    /* let_pass@customer1#2 when place1 == waiting and next1 == 1: next1 := 2 */
    :: d_step { (place1 == waiting && next1 == 1) ->
        next1 = 2
    }
    /* enter@customer1 when place1 == waiting and next1 == 2: place1 := inside */
    :: d_step { (place1 == waiting && next1 == 2) ->
        place1 = inside
    }
    /* leave@customer1 when place1 == inside: ticket1 := 0, next1 := 0, place1 := outside */
    :: d_step { (place1 == inside) ->
        ticket1 = 0; next1 = 0; place1 = outside
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = false;
        assert(may_rest)
    }
#endif
    od
}

/* always mutual exclusion */
ltl mutual_exclusion { ([] (!(place0 == inside && place1 == inside))) }

/* sometimes somebody is inside */
/* An error of this claim is what is wanted: it is a witness. */
ltl somebody_is_inside { ([] (place0 != inside)) }
