/* peterson 3: 11 variables, 21 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 peterson_3.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 peterson_3.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N mutual_exclusion
 */

mtype = { outside, climbing, arriving, waiting, inside };

mtype place0 = outside; /* outside, climbing, arriving, waiting, inside */
byte level0 = 0; /* 0..2 */
byte shown0 = 0; /* 0..2 */
mtype place1 = outside; /* outside, climbing, arriving, waiting, inside */
byte level1 = 0; /* 0..2 */
byte shown1 = 0; /* 0..2 */
mtype place2 = outside; /* outside, climbing, arriving, waiting, inside */
byte level2 = 0; /* 0..2 */
byte shown2 = 0; /* 0..2 */
byte last1 = 0; /* 0..2 */
byte last2 = 0; /* 0..2 */

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* start@process0 when place0 == outside: place0 := climbing, level0 := 1 */
    :: d_step { (place0 == outside) ->
        place0 = climbing; level0 = 1
    }
    /* show_level@process0 when place0 == climbing: shown0 := level0, place0 := arriving */
    :: d_step { (place0 == climbing) ->
        shown0 = level0; place0 = arriving
    }
    /* arrive@process0#1 when place0 == arriving and level0 == 1: last1 := 0, place0 := waiting */
    :: d_step { (place0 == arriving && level0 == 1) ->
        last1 = 0; place0 = waiting
    }
    /* pass@process0#1 when place0 == waiting and level0 == 1 and (last1 != 0 or (shown1 < 1 and shown2 < 1)): level0 := 2, place0 := climbing */
    :: d_step { (place0 == waiting && level0 == 1 && (last1 != 0 || (shown1 < 1 && shown2 < 1))) ->
        level0 = 2; place0 = climbing
    }
    /* arrive@process0#2 when place0 == arriving and level0 == 2: last2 := 0, place0 := waiting */
    :: d_step { (place0 == arriving && level0 == 2) ->
        last2 = 0; place0 = waiting
    }
    /* pass@process0#2 when place0 == waiting and level0 == 2 and (last2 != 0 or (shown1 < 2 and shown2 < 2)): place0 := inside */
    :: d_step { (place0 == waiting && level0 == 2 && (last2 != 0 || (shown1 < 2 && shown2 < 2))) ->
        place0 = inside
    }
    /* leave@process0 when place0 == inside: shown0 := 0, level0 := 0, place0 := outside */
    :: d_step { (place0 == inside) ->
        shown0 = 0; level0 = 0; place0 = outside
    }
    /* start@process1 when place1 == outside: place1 := climbing, level1 := 1 */
    :: d_step { (place1 == outside) ->
        place1 = climbing; level1 = 1
    }
    /* show_level@process1 when place1 == climbing: shown1 := level1, place1 := arriving */
    :: d_step { (place1 == climbing) ->
        shown1 = level1; place1 = arriving
    }
    /* arrive@process1#1 when place1 == arriving and level1 == 1: last1 := 1, place1 := waiting */
    :: d_step { (place1 == arriving && level1 == 1) ->
        last1 = 1; place1 = waiting
    }
    /* pass@process1#1 when place1 == waiting and level1 == 1 and (last1 != 1 or (shown0 < 1 and shown2 < 1)): level1 := 2, place1 := climbing */
    :: d_step { (place1 == waiting && level1 == 1 && (last1 != 1 || (shown0 < 1 && shown2 < 1))) ->
        level1 = 2; place1 = climbing
    }
    /* arrive@process1#2 when place1 == arriving and level1 == 2: last2 := 1, place1 := waiting */
    :: d_step { (place1 == arriving && level1 == 2) ->
        last2 = 1; place1 = waiting
    }
    /* pass@process1#2 when place1 == waiting and level1 == 2 and (last2 != 1 or (shown0 < 2 and shown2 < 2)): place1 := inside */
    :: d_step { (place1 == waiting && level1 == 2 && (last2 != 1 || (shown0 < 2 && shown2 < 2))) ->
        place1 = inside
    }
    /* leave@process1 when place1 == inside: shown1 := 0, level1 := 0, place1 := outside */
    :: d_step { (place1 == inside) ->
        shown1 = 0; level1 = 0; place1 = outside
    }
    /* start@process2 when place2 == outside: place2 := climbing, level2 := 1 */
    :: d_step { (place2 == outside) ->
        place2 = climbing; level2 = 1
    }
    /* show_level@process2 when place2 == climbing: shown2 := level2, place2 := arriving */
    :: d_step { (place2 == climbing) ->
        shown2 = level2; place2 = arriving
    }
    /* arrive@process2#1 when place2 == arriving and level2 == 1: last1 := 2, place2 := waiting */
    :: d_step { (place2 == arriving && level2 == 1) ->
        last1 = 2; place2 = waiting
    }
    /* pass@process2#1 when place2 == waiting and level2 == 1 and (last1 != 2 or (shown0 < 1 and shown1 < 1)): level2 := 2, place2 := climbing */
    :: d_step { (place2 == waiting && level2 == 1 && (last1 != 2 || (shown0 < 1 && shown1 < 1))) ->
        level2 = 2; place2 = climbing
    }
    /* arrive@process2#2 when place2 == arriving and level2 == 2: last2 := 2, place2 := waiting */
    :: d_step { (place2 == arriving && level2 == 2) ->
        last2 = 2; place2 = waiting
    }
    /* pass@process2#2 when place2 == waiting and level2 == 2 and (last2 != 2 or (shown0 < 2 and shown1 < 2)): place2 := inside */
    :: d_step { (place2 == waiting && level2 == 2 && (last2 != 2 || (shown0 < 2 && shown1 < 2))) ->
        place2 = inside
    }
    /* leave@process2 when place2 == inside: shown2 := 0, level2 := 0, place2 := outside */
    :: d_step { (place2 == inside) ->
        shown2 = 0; level2 = 0; place2 = outside
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
