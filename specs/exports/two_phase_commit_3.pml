/* two-phase commit 3: 12 variables, 17 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 two_phase_commit_3.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 two_phase_commit_3.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N no_resource_commits_while_another_aborts
 */

mtype = { undecided, committed, aborted, working, prepared };

mtype manager = undecided; /* undecided, committed, aborted */
mtype resource0 = working; /* working, prepared, committed, aborted */
mtype resource1 = working; /* working, prepared, committed, aborted */
mtype resource2 = working; /* working, prepared, committed, aborted */
bool ready_sent0 = false; /* no, yes */
bool ready_sent1 = false; /* no, yes */
bool ready_sent2 = false; /* no, yes */
bool ready_seen0 = false; /* no, yes */
bool ready_seen1 = false; /* no, yes */
bool ready_seen2 = false; /* no, yes */
bool commit_sent = false; /* no, yes */
bool abort_sent = false; /* no, yes */

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* commit@manager when manager == undecided and ready_seen0 and ready_seen1 and ready_seen2: manager := committed, commit_sent := yes */
    :: d_step { (manager == undecided && ready_seen0 && ready_seen1 && ready_seen2) ->
        manager = committed; commit_sent = true
    }
    /* abort@manager when manager == undecided: manager := aborted, abort_sent := yes */
    :: d_step { (manager == undecided) ->
        manager = aborted; abort_sent = true
    }
    /* hear_ready.0@manager when manager == undecided and ready_sent0: ready_seen0 := yes */
    :: d_step { (manager == undecided && ready_sent0) ->
        ready_seen0 = true
    }
    /* prepare@resource0 when resource0 == working: resource0 := prepared, ready_sent0 := yes */
    :: d_step { (resource0 == working) ->
        resource0 = prepared; ready_sent0 = true
    }
    /* give_up@resource0 when resource0 == working: resource0 := aborted */
    :: d_step { (resource0 == working) ->
        resource0 = aborted
    }
    /* hear_commit@resource0 when commit_sent: resource0 := committed */
    :: d_step { (commit_sent) ->
        resource0 = committed
    }
    /* hear_abort@resource0 when abort_sent: resource0 := aborted */
    :: d_step { (abort_sent) ->
        resource0 = aborted
    }
    /* hear_ready.1@manager when manager == undecided and ready_sent1: ready_seen1 := yes */
    :: d_step { (manager == undecided && ready_sent1) ->
        ready_seen1 = true
    }
    /* prepare@resource1 when resource1 == working: resource1 := prepared, ready_sent1 := yes */
    :: d_step { (resource1 == working) ->
        resource1 = prepared; ready_sent1 = true
    }
    /* give_up@resource1 when resource1 == working: resource1 := aborted */
    :: d_step { (resource1 == working) ->
        resource1 = aborted
    }
    /* hear_commit@resource1 when commit_sent: resource1 := committed */
    :: d_step { (commit_sent) ->
        resource1 = committed
    }
    /* hear_abort@resource1 when abort_sent: resource1 := aborted */
    :: d_step { (abort_sent) ->
        resource1 = aborted
    }
    /* hear_ready.2@manager when manager == undecided and ready_sent2: ready_seen2 := yes */
    :: d_step { (manager == undecided && ready_sent2) ->
        ready_seen2 = true
    }
    /* prepare@resource2 when resource2 == working: resource2 := prepared, ready_sent2 := yes */
    :: d_step { (resource2 == working) ->
        resource2 = prepared; ready_sent2 = true
    }
    /* give_up@resource2 when resource2 == working: resource2 := aborted */
    :: d_step { (resource2 == working) ->
        resource2 = aborted
    }
    /* hear_commit@resource2 when commit_sent: resource2 := committed */
    :: d_step { (commit_sent) ->
        resource2 = committed
    }
    /* hear_abort@resource2 when abort_sent: resource2 := aborted */
    :: d_step { (abort_sent) ->
        resource2 = aborted
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = false;
        assert(may_rest)
    }
#endif
    od
}

/* always no resource commits while another aborts */
ltl no_resource_commits_while_another_aborts { ([] (!(resource0 == committed && resource1 == aborted) && !(resource0 == committed && resource2 == aborted) && !(resource1 == committed && resource0 == aborted) && !(resource1 == committed && resource2 == aborted) && !(resource2 == committed && resource0 == aborted) && !(resource2 == committed && resource1 == aborted))) }

/* sometimes all commit */
/* An error of this claim is what is wanted: it is a witness. */
ltl all_commit { ([] (resource0 != committed)) }
