/* two-phase commit 5: 18 variables, 27 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 two_phase_commit_5.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 two_phase_commit_5.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N no_resource_commits_while_another_aborts
 */

mtype = { undecided, committed, aborted, working, prepared };

mtype manager = undecided; /* undecided, committed, aborted */
mtype resource0 = working; /* working, prepared, committed, aborted */
mtype resource1 = working; /* working, prepared, committed, aborted */
mtype resource2 = working; /* working, prepared, committed, aborted */
mtype resource3 = working; /* working, prepared, committed, aborted */
mtype resource4 = working; /* working, prepared, committed, aborted */
bool ready_sent0 = false; /* no, yes */
bool ready_sent1 = false; /* no, yes */
bool ready_sent2 = false; /* no, yes */
bool ready_sent3 = false; /* no, yes */
bool ready_sent4 = false; /* no, yes */
bool ready_seen0 = false; /* no, yes */
bool ready_seen1 = false; /* no, yes */
bool ready_seen2 = false; /* no, yes */
bool ready_seen3 = false; /* no, yes */
bool ready_seen4 = false; /* no, yes */
bool commit_sent = false; /* no, yes */
bool abort_sent = false; /* no, yes */

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* commit@manager when manager == undecided and ready_seen0 and ready_seen1 and ready_seen2 and ready_seen3 and ready_seen4: manager := committed, commit_sent := yes */
    :: d_step { (manager == undecided
            && ready_seen0
            && ready_seen1
            && ready_seen2
            && ready_seen3
            && ready_seen4) ->
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
    /* hear_ready.3@manager when manager == undecided and ready_sent3: ready_seen3 := yes */
    :: d_step { (manager == undecided && ready_sent3) ->
        ready_seen3 = true
    }
    /* prepare@resource3 when resource3 == working: resource3 := prepared, ready_sent3 := yes */
    :: d_step { (resource3 == working) ->
        resource3 = prepared; ready_sent3 = true
    }
    /* give_up@resource3 when resource3 == working: resource3 := aborted */
    :: d_step { (resource3 == working) ->
        resource3 = aborted
    }
    /* hear_commit@resource3 when commit_sent: resource3 := committed */
    :: d_step { (commit_sent) ->
        resource3 = committed
    }
    /* hear_abort@resource3 when abort_sent: resource3 := aborted */
    :: d_step { (abort_sent) ->
        resource3 = aborted
    }
    /* hear_ready.4@manager when manager == undecided and ready_sent4: ready_seen4 := yes */
    :: d_step { (manager == undecided && ready_sent4) ->
        ready_seen4 = true
    }
    /* prepare@resource4 when resource4 == working: resource4 := prepared, ready_sent4 := yes */
    :: d_step { (resource4 == working) ->
        resource4 = prepared; ready_sent4 = true
    }
    /* give_up@resource4 when resource4 == working: resource4 := aborted */
    :: d_step { (resource4 == working) ->
        resource4 = aborted
    }
    /* hear_commit@resource4 when commit_sent: resource4 := committed */
    :: d_step { (commit_sent) ->
        resource4 = committed
    }
    /* hear_abort@resource4 when abort_sent: resource4 := aborted */
    :: d_step { (abort_sent) ->
        resource4 = aborted
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = false;
        assert(may_rest)
    }
#endif
    od
}

/* always no resource commits while another aborts */
ltl no_resource_commits_while_another_aborts { ([] (!(resource0 == committed && resource1 == aborted) && !(resource0 == committed && resource2 == aborted) && !(resource0 == committed && resource3 == aborted) && !(resource0 == committed && resource4 == aborted) && !(resource1 == committed && resource0 == aborted) && !(resource1 == committed && resource2 == aborted) && !(resource1 == committed && resource3 == aborted) && !(resource1 == committed && resource4 == aborted) && !(resource2 == committed && resource0 == aborted) && !(resource2 == committed && resource1 == aborted) && !(resource2 == committed && resource3 == aborted) && !(resource2 == committed && resource4 == aborted) && !(resource3 == committed && resource0 == aborted) && !(resource3 == committed && resource1 == aborted) && !(resource3 == committed && resource2 == aborted) && !(resource3 == committed && resource4 == aborted) && !(resource4 == committed && resource0 == aborted) && !(resource4 == committed && resource1 == aborted) && !(resource4 == committed && resource2 == aborted) && !(resource4 == committed && resource3 == aborted))) }

/* sometimes all commit */
/* An error of this claim is what is wanted: it is a witness. */
ltl all_commit { ([] (resource0 != committed)) }
