/* leader election 3: 6 variables, 10 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 leader_election_3.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 leader_election_3.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N only_the_largest_leads
 */

mtype = { silent, candidate, leader };

mtype node0 = silent; /* silent, candidate, leader */
byte link0 = 0; /* 0..3 */
mtype node1 = silent; /* silent, candidate, leader */
byte link1 = 0; /* 0..3 */
mtype node2 = silent; /* silent, candidate, leader */
byte link2 = 0; /* 0..3 */

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* propose@node0 when node0 == silent and link0 == 0: link0 := 2, node0 := candidate */
    :: d_step { (node0 == silent && link0 == 0) ->
        link0 = 2; node0 = candidate
    }
    /* win@node0 when link2 == 2: link2 := 0, node0 := leader */
    :: d_step { (link2 == 2) ->
        link2 = 0; node0 = leader
    }
    /* pass_on@node0 when link2 > 2 and link0 == 0: link0 := link2, link2 := 0 */
    :: d_step { (link2 > 2 && link0 == 0) ->
        link0 = link2; link2 = 0
    }
    /* drop@node0 when link2 != 0 and link2 < 2: link2 := 0 */
    :: d_step { (link2 != 0 && link2 < 2) ->
        link2 = 0
    }
    /* propose@node1 when node1 == silent and link1 == 0: link1 := 3, node1 := candidate */
    :: d_step { (node1 == silent && link1 == 0) ->
        link1 = 3; node1 = candidate
    }
    /* win@node1 when link0 == 3: link0 := 0, node1 := leader */
    :: d_step { (link0 == 3) ->
        link0 = 0; node1 = leader
    }
    /* drop@node1 when link0 != 0 and link0 < 3: link0 := 0 */
    :: d_step { (link0 != 0 && link0 < 3) ->
        link0 = 0
    }
    /* propose@node2 when node2 == silent and link2 == 0: link2 := 1, node2 := candidate */
    :: d_step { (node2 == silent && link2 == 0) ->
        link2 = 1; node2 = candidate
    }
    /* win@node2 when link1 == 1: link1 := 0, node2 := leader */
    :: d_step { (link1 == 1) ->
        link1 = 0; node2 = leader
    }
    /* pass_on@node2 when link1 > 1 and link2 == 0: link2 := link1, link1 := 0 */
    :: d_step { (link1 > 1 && link2 == 0) ->
        link2 = link1; link1 = 0
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = node1 == leader && link0 == 0 && link1 == 0 && link2 == 0;
        assert(may_rest)
    }
#endif
    od
}

/* always only the largest leads */
ltl only_the_largest_leads { ([] (node0 != leader && node2 != leader)) }

/* sometimes the largest leads */
/* An error of this claim is what is wanted: it is a witness. */
ltl the_largest_leads { ([] (node1 != leader)) }
