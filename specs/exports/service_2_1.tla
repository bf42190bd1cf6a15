---- MODULE service_2_1 ----
\* service 2, 1: 14 variables, 137 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    queue0,
    queue1,
    working,
    a_generate,
    a_next,
    b_generate,
    b_next,
    operator_replace,
    holder,
    tokens,
    model,
    made_by,
    poisoned,
    closing

vars == <<queue0, queue1, working, a_generate, a_next, b_generate, b_next, operator_replace,
          holder, tokens, model, made_by, poisoned, closing>>

TypeOK ==
    /\ queue0 \in {"none", "a_generate", "a_next", "b_generate", "b_next", "operator_replace"}
    /\ queue1 \in {"none", "a_generate", "a_next", "b_generate", "b_next", "operator_replace"}
    /\ working \in {"none", "a_generate", "a_next", "b_generate", "b_next", "operator_replace"}
    /\ a_generate \in {"idle", "queued", "running"}
    /\ a_next \in {"idle", "queued", "running"}
    /\ b_generate \in {"idle", "queued", "running"}
    /\ b_next \in {"idle", "queued", "running"}
    /\ operator_replace \in {"idle", "queued", "running"}
    /\ holder \in {"none", "a", "b"}
    /\ tokens \in {0, 1}
    /\ model \in {"old", "new"}
    /\ made_by \in {"none", "old", "new"}
    /\ poisoned \in BOOLEAN
    /\ closing \in BOOLEAN

Init ==
    /\ queue0 = "none"
    /\ queue1 = "none"
    /\ working = "none"
    /\ a_generate = "idle"
    /\ a_next = "idle"
    /\ b_generate = "idle"
    /\ b_next = "idle"
    /\ operator_replace = "idle"
    /\ holder = "none"
    /\ tokens = 0
    /\ model = "old"
    /\ made_by = "none"
    /\ poisoned = FALSE
    /\ closing = FALSE

\* send.accepted@a_generate#1 when a_generate == idle and not closing and queue0 == none: queue0 := a_generate, a_generate := queued
send_accepted_a_generate_1 ==
    /\ a_generate = "idle"
    /\ ~closing
    /\ queue0 = "none"
    /\ queue0' = "a_generate"
    /\ a_generate' = "queued"
    /\ UNCHANGED <<queue1, working, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* send.accepted@a_generate#2 when a_generate == idle and not closing and queue1 == none and queue0 != none: queue1 := a_generate, a_generate := queued
send_accepted_a_generate_2 ==
    /\ a_generate = "idle"
    /\ ~closing
    /\ queue1 = "none"
    /\ queue0 # "none"
    /\ queue1' = "a_generate"
    /\ a_generate' = "queued"
    /\ UNCHANGED <<queue0, working, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* send.overflow@a_generate when a_generate == idle and not closing and queue1 != none: nothing
send_overflow_a_generate ==
    /\ a_generate = "idle"
    /\ ~closing
    /\ queue1 # "none"
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* send.shut_down@a_generate when a_generate == idle and closing: nothing
send_shut_down_a_generate ==
    /\ a_generate = "idle"
    /\ closing
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* take@a_generate#1 when working == none and not closing and queue0 == a_generate and (holder == none or holder == a): working := a_generate, a_generate := running, queue0 := queue1, queue1 := none
take_a_generate_1 ==
    /\ working = "none"
    /\ ~closing
    /\ queue0 = "a_generate"
    /\ TRUE = (holder = "none" \/ holder = "a")
    /\ working' = "a_generate"
    /\ a_generate' = "running"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<a_next, b_generate, b_next, operator_replace, holder, tokens, model,
                   made_by, poisoned, closing>>

\* take@a_generate#2 when working == none and not closing and queue1 == a_generate and holder == a and not queue0 in {a_generate, a_next}: working := a_generate, a_generate := running, queue1 := none
take_a_generate_2 ==
    /\ working = "none"
    /\ ~closing
    /\ queue1 = "a_generate"
    /\ holder = "a"
    /\ ~(queue0 \in {"a_generate", "a_next"})
    /\ working' = "a_generate"
    /\ a_generate' = "running"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, a_next, b_generate, b_next, operator_replace, holder, tokens, model,
                   made_by, poisoned, closing>>

\* send.accepted@a_next#1 when a_next == idle and not closing and queue0 == none: queue0 := a_next, a_next := queued
send_accepted_a_next_1 ==
    /\ a_next = "idle"
    /\ ~closing
    /\ queue0 = "none"
    /\ queue0' = "a_next"
    /\ a_next' = "queued"
    /\ UNCHANGED <<queue1, working, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* send.accepted@a_next#2 when a_next == idle and not closing and queue1 == none and queue0 != none: queue1 := a_next, a_next := queued
send_accepted_a_next_2 ==
    /\ a_next = "idle"
    /\ ~closing
    /\ queue1 = "none"
    /\ queue0 # "none"
    /\ queue1' = "a_next"
    /\ a_next' = "queued"
    /\ UNCHANGED <<queue0, working, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* send.overflow@a_next when a_next == idle and not closing and queue1 != none: nothing
send_overflow_a_next ==
    /\ a_next = "idle"
    /\ ~closing
    /\ queue1 # "none"
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* send.shut_down@a_next when a_next == idle and closing: nothing
send_shut_down_a_next ==
    /\ a_next = "idle"
    /\ closing
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* take@a_next#1 when working == none and not closing and queue0 == a_next and (holder == none or holder == a): working := a_next, a_next := running, queue0 := queue1, queue1 := none
take_a_next_1 ==
    /\ working = "none"
    /\ ~closing
    /\ queue0 = "a_next"
    /\ TRUE = (holder = "none" \/ holder = "a")
    /\ working' = "a_next"
    /\ a_next' = "running"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<a_generate, b_generate, b_next, operator_replace, holder, tokens, model,
                   made_by, poisoned, closing>>

\* take@a_next#2 when working == none and not closing and queue1 == a_next and holder == a and not queue0 in {a_generate, a_next}: working := a_next, a_next := running, queue1 := none
take_a_next_2 ==
    /\ working = "none"
    /\ ~closing
    /\ queue1 = "a_next"
    /\ holder = "a"
    /\ ~(queue0 \in {"a_generate", "a_next"})
    /\ working' = "a_next"
    /\ a_next' = "running"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, a_generate, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* send.accepted@b_generate#1 when b_generate == idle and not closing and queue0 == none: queue0 := b_generate, b_generate := queued
send_accepted_b_generate_1 ==
    /\ b_generate = "idle"
    /\ ~closing
    /\ queue0 = "none"
    /\ queue0' = "b_generate"
    /\ b_generate' = "queued"
    /\ UNCHANGED <<queue1, working, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* send.accepted@b_generate#2 when b_generate == idle and not closing and queue1 == none and queue0 != none: queue1 := b_generate, b_generate := queued
send_accepted_b_generate_2 ==
    /\ b_generate = "idle"
    /\ ~closing
    /\ queue1 = "none"
    /\ queue0 # "none"
    /\ queue1' = "b_generate"
    /\ b_generate' = "queued"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* send.overflow@b_generate when b_generate == idle and not closing and queue1 != none: nothing
send_overflow_b_generate ==
    /\ b_generate = "idle"
    /\ ~closing
    /\ queue1 # "none"
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* send.shut_down@b_generate when b_generate == idle and closing: nothing
send_shut_down_b_generate ==
    /\ b_generate = "idle"
    /\ closing
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* take@b_generate#1 when working == none and not closing and queue0 == b_generate and (holder == none or holder == b): working := b_generate, b_generate := running, queue0 := queue1, queue1 := none
take_b_generate_1 ==
    /\ working = "none"
    /\ ~closing
    /\ queue0 = "b_generate"
    /\ TRUE = (holder = "none" \/ holder = "b")
    /\ working' = "b_generate"
    /\ b_generate' = "running"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<a_generate, a_next, b_next, operator_replace, holder, tokens, model,
                   made_by, poisoned, closing>>

\* take@b_generate#2 when working == none and not closing and queue1 == b_generate and holder == b and not queue0 in {b_generate, b_next}: working := b_generate, b_generate := running, queue1 := none
take_b_generate_2 ==
    /\ working = "none"
    /\ ~closing
    /\ queue1 = "b_generate"
    /\ holder = "b"
    /\ ~(queue0 \in {"b_generate", "b_next"})
    /\ working' = "b_generate"
    /\ b_generate' = "running"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, a_generate, a_next, b_next, operator_replace, holder, tokens, model,
                   made_by, poisoned, closing>>

\* send.accepted@b_next#1 when b_next == idle and not closing and queue0 == none: queue0 := b_next, b_next := queued
send_accepted_b_next_1 ==
    /\ b_next = "idle"
    /\ ~closing
    /\ queue0 = "none"
    /\ queue0' = "b_next"
    /\ b_next' = "queued"
    /\ UNCHANGED <<queue1, working, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* send.accepted@b_next#2 when b_next == idle and not closing and queue1 == none and queue0 != none: queue1 := b_next, b_next := queued
send_accepted_b_next_2 ==
    /\ b_next = "idle"
    /\ ~closing
    /\ queue1 = "none"
    /\ queue0 # "none"
    /\ queue1' = "b_next"
    /\ b_next' = "queued"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* send.overflow@b_next when b_next == idle and not closing and queue1 != none: nothing
send_overflow_b_next ==
    /\ b_next = "idle"
    /\ ~closing
    /\ queue1 # "none"
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* send.shut_down@b_next when b_next == idle and closing: nothing
send_shut_down_b_next ==
    /\ b_next = "idle"
    /\ closing
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* take@b_next#1 when working == none and not closing and queue0 == b_next and (holder == none or holder == b): working := b_next, b_next := running, queue0 := queue1, queue1 := none
take_b_next_1 ==
    /\ working = "none"
    /\ ~closing
    /\ queue0 = "b_next"
    /\ TRUE = (holder = "none" \/ holder = "b")
    /\ working' = "b_next"
    /\ b_next' = "running"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<a_generate, a_next, b_generate, operator_replace, holder, tokens, model,
                   made_by, poisoned, closing>>

\* take@b_next#2 when working == none and not closing and queue1 == b_next and holder == b and not queue0 in {b_generate, b_next}: working := b_next, b_next := running, queue1 := none
take_b_next_2 ==
    /\ working = "none"
    /\ ~closing
    /\ queue1 = "b_next"
    /\ holder = "b"
    /\ ~(queue0 \in {"b_generate", "b_next"})
    /\ working' = "b_next"
    /\ b_next' = "running"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, a_generate, a_next, b_generate, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* send.accepted@operator_replace#1 when operator_replace == idle and not closing and queue0 == none: queue0 := operator_replace, operator_replace := queued
send_accepted_operator_replace_1 ==
    /\ operator_replace = "idle"
    /\ ~closing
    /\ queue0 = "none"
    /\ queue0' = "operator_replace"
    /\ operator_replace' = "queued"
    /\ UNCHANGED <<queue1, working, a_generate, a_next, b_generate, b_next, holder, tokens,
                   model, made_by, poisoned, closing>>

\* send.accepted@operator_replace#2 when operator_replace == idle and not closing and queue1 == none and queue0 != none: queue1 := operator_replace, operator_replace := queued
send_accepted_operator_replace_2 ==
    /\ operator_replace = "idle"
    /\ ~closing
    /\ queue1 = "none"
    /\ queue0 # "none"
    /\ queue1' = "operator_replace"
    /\ operator_replace' = "queued"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, b_next, holder, tokens,
                   model, made_by, poisoned, closing>>

\* send.overflow@operator_replace when operator_replace == idle and not closing and queue1 != none: nothing
send_overflow_operator_replace ==
    /\ operator_replace = "idle"
    /\ ~closing
    /\ queue1 # "none"
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* send.shut_down@operator_replace when operator_replace == idle and closing: nothing
send_shut_down_operator_replace ==
    /\ operator_replace = "idle"
    /\ closing
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned, closing>>

\* take@operator_replace when working == none and not closing and queue0 == operator_replace and holder == none: working := operator_replace, operator_replace := running, queue0 := queue1, queue1 := none
take_operator_replace ==
    /\ working = "none"
    /\ ~closing
    /\ queue0 = "operator_replace"
    /\ holder = "none"
    /\ working' = "operator_replace"
    /\ operator_replace' = "running"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<a_generate, a_next, b_generate, b_next, holder, tokens, model, made_by,
                   poisoned, closing>>

\* end.answered@a_generate when working == a_generate and not poisoned and holder == none: working := none, a_generate := idle, holder := a, made_by := model
end_answered_a_generate ==
    /\ working = "a_generate"
    /\ ~poisoned
    /\ holder = "none"
    /\ working' = "none"
    /\ a_generate' = "idle"
    /\ holder' = "a"
    /\ made_by' = model
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, tokens, model,
                   poisoned, closing>>

\* end.refused@a_generate when working == a_generate and not poisoned and holder == a: working := none, a_generate := idle
end_refused_a_generate ==
    /\ working = "a_generate"
    /\ ~poisoned
    /\ holder = "a"
    /\ working' = "none"
    /\ a_generate' = "idle"
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* end.undeclared@a_generate when working == a_generate and not poisoned: working := none, a_generate := idle, holder := none, tokens := 0, made_by := none, poisoned := yes
end_undeclared_a_generate ==
    /\ working = "a_generate"
    /\ ~poisoned
    /\ working' = "none"
    /\ a_generate' = "idle"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ poisoned' = TRUE
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, model, closing>>

\* end.poisoned@a_generate when working == a_generate and poisoned: working := none, a_generate := idle
end_poisoned_a_generate ==
    /\ working = "a_generate"
    /\ poisoned
    /\ working' = "none"
    /\ a_generate' = "idle"
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.cancelled@a_generate#1 when working == a_generate and holder == a: a_generate := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_a_generate_1 ==
    /\ working = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.cancelled@a_generate#2 when working == a_generate and holder != a: a_generate := idle, working := none
abandon_cancelled_a_generate_2 ==
    /\ working = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.cancelled@a_generate#3 when queue0 == a_generate and holder == a: a_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_a_generate_3 ==
    /\ queue0 = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_next, b_generate, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.cancelled@a_generate#4 when queue0 == a_generate and holder != a: a_generate := idle, queue0 := queue1, queue1 := none
abandon_cancelled_a_generate_4 ==
    /\ queue0 = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_next, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.cancelled@a_generate#5 when queue1 == a_generate and holder == a: a_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_a_generate_5 ==
    /\ queue1 = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_next, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.cancelled@a_generate#6 when queue1 == a_generate and holder != a: a_generate := idle, queue1 := none
abandon_cancelled_a_generate_6 ==
    /\ queue1 = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.deadline@a_generate#1 when working == a_generate and holder == a: a_generate := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_deadline_a_generate_1 ==
    /\ working = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.deadline@a_generate#2 when working == a_generate and holder != a: a_generate := idle, working := none
abandon_deadline_a_generate_2 ==
    /\ working = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.deadline@a_generate#3 when queue0 == a_generate and holder == a: a_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_deadline_a_generate_3 ==
    /\ queue0 = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_next, b_generate, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.deadline@a_generate#4 when queue0 == a_generate and holder != a: a_generate := idle, queue0 := queue1, queue1 := none
abandon_deadline_a_generate_4 ==
    /\ queue0 = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_next, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.deadline@a_generate#5 when queue1 == a_generate and holder == a: a_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_deadline_a_generate_5 ==
    /\ queue1 = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_next, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.deadline@a_generate#6 when queue1 == a_generate and holder != a: a_generate := idle, queue1 := none
abandon_deadline_a_generate_6 ==
    /\ queue1 = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.gone@a_generate#1 when working == a_generate and holder == a: a_generate := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_gone_a_generate_1 ==
    /\ working = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.gone@a_generate#2 when working == a_generate and holder != a: a_generate := idle, working := none
abandon_gone_a_generate_2 ==
    /\ working = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.gone@a_generate#3 when queue0 == a_generate and holder == a: a_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_gone_a_generate_3 ==
    /\ queue0 = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_next, b_generate, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.gone@a_generate#4 when queue0 == a_generate and holder != a: a_generate := idle, queue0 := queue1, queue1 := none
abandon_gone_a_generate_4 ==
    /\ queue0 = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_next, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.gone@a_generate#5 when queue1 == a_generate and holder == a: a_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_gone_a_generate_5 ==
    /\ queue1 = "a_generate"
    /\ holder = "a"
    /\ a_generate' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_next, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.gone@a_generate#6 when queue1 == a_generate and holder != a: a_generate := idle, queue1 := none
abandon_gone_a_generate_6 ==
    /\ queue1 = "a_generate"
    /\ holder # "a"
    /\ a_generate' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_next, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* end.shut_down@a_generate when closing and queue0 == a_generate: a_generate := idle, queue0 := queue1, queue1 := none
end_shut_down_a_generate ==
    /\ closing
    /\ queue0 = "a_generate"
    /\ a_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_next, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* end.answered@a_next when working == a_next and not poisoned and holder == a and tokens < 1: working := none, a_next := idle, tokens := tokens + 1
end_answered_a_next ==
    /\ working = "a_next"
    /\ ~poisoned
    /\ holder = "a"
    /\ tokens < 1
    /\ working' = "none"
    /\ a_next' = "idle"
    /\ tokens' = tokens + 1
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, holder,
                   model, made_by, poisoned, closing>>

\* end.finished@a_next when working == a_next and not poisoned and holder == a: working := none, a_next := idle, holder := none, tokens := 0, made_by := none
end_finished_a_next ==
    /\ working = "a_next"
    /\ ~poisoned
    /\ holder = "a"
    /\ working' = "none"
    /\ a_next' = "idle"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* end.refused@a_next when working == a_next and not poisoned and holder == none: working := none, a_next := idle
end_refused_a_next ==
    /\ working = "a_next"
    /\ ~poisoned
    /\ holder = "none"
    /\ working' = "none"
    /\ a_next' = "idle"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* end.undeclared@a_next when working == a_next and not poisoned: working := none, a_next := idle, holder := none, tokens := 0, made_by := none, poisoned := yes
end_undeclared_a_next ==
    /\ working = "a_next"
    /\ ~poisoned
    /\ working' = "none"
    /\ a_next' = "idle"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ poisoned' = TRUE
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, model,
                   closing>>

\* end.poisoned@a_next when working == a_next and poisoned: working := none, a_next := idle
end_poisoned_a_next ==
    /\ working = "a_next"
    /\ poisoned
    /\ working' = "none"
    /\ a_next' = "idle"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.cancelled@a_next#1 when working == a_next and holder == a: a_next := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_a_next_1 ==
    /\ working = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.cancelled@a_next#2 when working == a_next and holder != a: a_next := idle, working := none
abandon_cancelled_a_next_2 ==
    /\ working = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.cancelled@a_next#3 when queue0 == a_next and holder == a: a_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_a_next_3 ==
    /\ queue0 = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, b_generate, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.cancelled@a_next#4 when queue0 == a_next and holder != a: a_next := idle, queue0 := queue1, queue1 := none
abandon_cancelled_a_next_4 ==
    /\ queue0 = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.cancelled@a_next#5 when queue1 == a_next and holder == a: a_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_a_next_5 ==
    /\ queue1 = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.cancelled@a_next#6 when queue1 == a_next and holder != a: a_next := idle, queue1 := none
abandon_cancelled_a_next_6 ==
    /\ queue1 = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.deadline@a_next#1 when working == a_next and holder == a: a_next := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_deadline_a_next_1 ==
    /\ working = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.deadline@a_next#2 when working == a_next and holder != a: a_next := idle, working := none
abandon_deadline_a_next_2 ==
    /\ working = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.deadline@a_next#3 when queue0 == a_next and holder == a: a_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_deadline_a_next_3 ==
    /\ queue0 = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, b_generate, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.deadline@a_next#4 when queue0 == a_next and holder != a: a_next := idle, queue0 := queue1, queue1 := none
abandon_deadline_a_next_4 ==
    /\ queue0 = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.deadline@a_next#5 when queue1 == a_next and holder == a: a_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_deadline_a_next_5 ==
    /\ queue1 = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.deadline@a_next#6 when queue1 == a_next and holder != a: a_next := idle, queue1 := none
abandon_deadline_a_next_6 ==
    /\ queue1 = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.gone@a_next#1 when working == a_next and holder == a: a_next := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_gone_a_next_1 ==
    /\ working = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.gone@a_next#2 when working == a_next and holder != a: a_next := idle, working := none
abandon_gone_a_next_2 ==
    /\ working = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.gone@a_next#3 when queue0 == a_next and holder == a: a_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_gone_a_next_3 ==
    /\ queue0 = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, b_generate, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.gone@a_next#4 when queue0 == a_next and holder != a: a_next := idle, queue0 := queue1, queue1 := none
abandon_gone_a_next_4 ==
    /\ queue0 = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.gone@a_next#5 when queue1 == a_next and holder == a: a_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_gone_a_next_5 ==
    /\ queue1 = "a_next"
    /\ holder = "a"
    /\ a_next' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, b_generate, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.gone@a_next#6 when queue1 == a_next and holder != a: a_next := idle, queue1 := none
abandon_gone_a_next_6 ==
    /\ queue1 = "a_next"
    /\ holder # "a"
    /\ a_next' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, b_generate, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* end.shut_down@a_next when closing and queue0 == a_next: a_next := idle, queue0 := queue1, queue1 := none
end_shut_down_a_next ==
    /\ closing
    /\ queue0 = "a_next"
    /\ a_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, b_generate, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* end.answered@b_generate when working == b_generate and not poisoned and holder == none: working := none, b_generate := idle, holder := b, made_by := model
end_answered_b_generate ==
    /\ working = "b_generate"
    /\ ~poisoned
    /\ holder = "none"
    /\ working' = "none"
    /\ b_generate' = "idle"
    /\ holder' = "b"
    /\ made_by' = model
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, tokens, model,
                   poisoned, closing>>

\* end.refused@b_generate when working == b_generate and not poisoned and holder == b: working := none, b_generate := idle
end_refused_b_generate ==
    /\ working = "b_generate"
    /\ ~poisoned
    /\ holder = "b"
    /\ working' = "none"
    /\ b_generate' = "idle"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* end.undeclared@b_generate when working == b_generate and not poisoned: working := none, b_generate := idle, holder := none, tokens := 0, made_by := none, poisoned := yes
end_undeclared_b_generate ==
    /\ working = "b_generate"
    /\ ~poisoned
    /\ working' = "none"
    /\ b_generate' = "idle"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ poisoned' = TRUE
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, model, closing>>

\* end.poisoned@b_generate when working == b_generate and poisoned: working := none, b_generate := idle
end_poisoned_b_generate ==
    /\ working = "b_generate"
    /\ poisoned
    /\ working' = "none"
    /\ b_generate' = "idle"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.cancelled@b_generate#1 when working == b_generate and holder == b: b_generate := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_b_generate_1 ==
    /\ working = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.cancelled@b_generate#2 when working == b_generate and holder != b: b_generate := idle, working := none
abandon_cancelled_b_generate_2 ==
    /\ working = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.cancelled@b_generate#3 when queue0 == b_generate and holder == b: b_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_b_generate_3 ==
    /\ queue0 = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.cancelled@b_generate#4 when queue0 == b_generate and holder != b: b_generate := idle, queue0 := queue1, queue1 := none
abandon_cancelled_b_generate_4 ==
    /\ queue0 = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.cancelled@b_generate#5 when queue1 == b_generate and holder == b: b_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_b_generate_5 ==
    /\ queue1 = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.cancelled@b_generate#6 when queue1 == b_generate and holder != b: b_generate := idle, queue1 := none
abandon_cancelled_b_generate_6 ==
    /\ queue1 = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.deadline@b_generate#1 when working == b_generate and holder == b: b_generate := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_deadline_b_generate_1 ==
    /\ working = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.deadline@b_generate#2 when working == b_generate and holder != b: b_generate := idle, working := none
abandon_deadline_b_generate_2 ==
    /\ working = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.deadline@b_generate#3 when queue0 == b_generate and holder == b: b_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_deadline_b_generate_3 ==
    /\ queue0 = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.deadline@b_generate#4 when queue0 == b_generate and holder != b: b_generate := idle, queue0 := queue1, queue1 := none
abandon_deadline_b_generate_4 ==
    /\ queue0 = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.deadline@b_generate#5 when queue1 == b_generate and holder == b: b_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_deadline_b_generate_5 ==
    /\ queue1 = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.deadline@b_generate#6 when queue1 == b_generate and holder != b: b_generate := idle, queue1 := none
abandon_deadline_b_generate_6 ==
    /\ queue1 = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.gone@b_generate#1 when working == b_generate and holder == b: b_generate := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_gone_b_generate_1 ==
    /\ working = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.gone@b_generate#2 when working == b_generate and holder != b: b_generate := idle, working := none
abandon_gone_b_generate_2 ==
    /\ working = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.gone@b_generate#3 when queue0 == b_generate and holder == b: b_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_gone_b_generate_3 ==
    /\ queue0 = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_next, operator_replace, model, poisoned,
                   closing>>

\* abandon.gone@b_generate#4 when queue0 == b_generate and holder != b: b_generate := idle, queue0 := queue1, queue1 := none
abandon_gone_b_generate_4 ==
    /\ queue0 = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.gone@b_generate#5 when queue1 == b_generate and holder == b: b_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_gone_b_generate_5 ==
    /\ queue1 = "b_generate"
    /\ holder = "b"
    /\ b_generate' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_next, operator_replace, model,
                   poisoned, closing>>

\* abandon.gone@b_generate#6 when queue1 == b_generate and holder != b: b_generate := idle, queue1 := none
abandon_gone_b_generate_6 ==
    /\ queue1 = "b_generate"
    /\ holder # "b"
    /\ b_generate' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_next, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* end.shut_down@b_generate when closing and queue0 == b_generate: b_generate := idle, queue0 := queue1, queue1 := none
end_shut_down_b_generate ==
    /\ closing
    /\ queue0 = "b_generate"
    /\ b_generate' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_next, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* end.answered@b_next when working == b_next and not poisoned and holder == b and tokens < 1: working := none, b_next := idle, tokens := tokens + 1
end_answered_b_next ==
    /\ working = "b_next"
    /\ ~poisoned
    /\ holder = "b"
    /\ tokens < 1
    /\ working' = "none"
    /\ b_next' = "idle"
    /\ tokens' = tokens + 1
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, holder,
                   model, made_by, poisoned, closing>>

\* end.finished@b_next when working == b_next and not poisoned and holder == b: working := none, b_next := idle, holder := none, tokens := 0, made_by := none
end_finished_b_next ==
    /\ working = "b_next"
    /\ ~poisoned
    /\ holder = "b"
    /\ working' = "none"
    /\ b_next' = "idle"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, model,
                   poisoned, closing>>

\* end.refused@b_next when working == b_next and not poisoned and holder == none: working := none, b_next := idle
end_refused_b_next ==
    /\ working = "b_next"
    /\ ~poisoned
    /\ holder = "none"
    /\ working' = "none"
    /\ b_next' = "idle"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* end.undeclared@b_next when working == b_next and not poisoned: working := none, b_next := idle, holder := none, tokens := 0, made_by := none, poisoned := yes
end_undeclared_b_next ==
    /\ working = "b_next"
    /\ ~poisoned
    /\ working' = "none"
    /\ b_next' = "idle"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ poisoned' = TRUE
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, model,
                   closing>>

\* end.poisoned@b_next when working == b_next and poisoned: working := none, b_next := idle
end_poisoned_b_next ==
    /\ working = "b_next"
    /\ poisoned
    /\ working' = "none"
    /\ b_next' = "idle"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.cancelled@b_next#1 when working == b_next and holder == b: b_next := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_b_next_1 ==
    /\ working = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, model,
                   poisoned, closing>>

\* abandon.cancelled@b_next#2 when working == b_next and holder != b: b_next := idle, working := none
abandon_cancelled_b_next_2 ==
    /\ working = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.cancelled@b_next#3 when queue0 == b_next and holder == b: b_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_b_next_3 ==
    /\ queue0 = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, operator_replace, model, poisoned,
                   closing>>

\* abandon.cancelled@b_next#4 when queue0 == b_next and holder != b: b_next := idle, queue0 := queue1, queue1 := none
abandon_cancelled_b_next_4 ==
    /\ queue0 = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.cancelled@b_next#5 when queue1 == b_next and holder == b: b_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_cancelled_b_next_5 ==
    /\ queue1 = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, operator_replace, model,
                   poisoned, closing>>

\* abandon.cancelled@b_next#6 when queue1 == b_next and holder != b: b_next := idle, queue1 := none
abandon_cancelled_b_next_6 ==
    /\ queue1 = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.deadline@b_next#1 when working == b_next and holder == b: b_next := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_deadline_b_next_1 ==
    /\ working = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, model,
                   poisoned, closing>>

\* abandon.deadline@b_next#2 when working == b_next and holder != b: b_next := idle, working := none
abandon_deadline_b_next_2 ==
    /\ working = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.deadline@b_next#3 when queue0 == b_next and holder == b: b_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_deadline_b_next_3 ==
    /\ queue0 = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, operator_replace, model, poisoned,
                   closing>>

\* abandon.deadline@b_next#4 when queue0 == b_next and holder != b: b_next := idle, queue0 := queue1, queue1 := none
abandon_deadline_b_next_4 ==
    /\ queue0 = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.deadline@b_next#5 when queue1 == b_next and holder == b: b_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_deadline_b_next_5 ==
    /\ queue1 = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, operator_replace, model,
                   poisoned, closing>>

\* abandon.deadline@b_next#6 when queue1 == b_next and holder != b: b_next := idle, queue1 := none
abandon_deadline_b_next_6 ==
    /\ queue1 = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.gone@b_next#1 when working == b_next and holder == b: b_next := idle, working := none, holder := none, tokens := 0, made_by := none
abandon_gone_b_next_1 ==
    /\ working = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ working' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, model,
                   poisoned, closing>>

\* abandon.gone@b_next#2 when working == b_next and holder != b: b_next := idle, working := none
abandon_gone_b_next_2 ==
    /\ working = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* abandon.gone@b_next#3 when queue0 == b_next and holder == b: b_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_gone_b_next_3 ==
    /\ queue0 = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, operator_replace, model, poisoned,
                   closing>>

\* abandon.gone@b_next#4 when queue0 == b_next and holder != b: b_next := idle, queue0 := queue1, queue1 := none
abandon_gone_b_next_4 ==
    /\ queue0 = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.gone@b_next#5 when queue1 == b_next and holder == b: b_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none
abandon_gone_b_next_5 ==
    /\ queue1 = "b_next"
    /\ holder = "b"
    /\ b_next' = "idle"
    /\ queue1' = "none"
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, operator_replace, model,
                   poisoned, closing>>

\* abandon.gone@b_next#6 when queue1 == b_next and holder != b: b_next := idle, queue1 := none
abandon_gone_b_next_6 ==
    /\ queue1 = "b_next"
    /\ holder # "b"
    /\ b_next' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, operator_replace, holder,
                   tokens, model, made_by, poisoned, closing>>

\* end.shut_down@b_next when closing and queue0 == b_next: b_next := idle, queue0 := queue1, queue1 := none
end_shut_down_b_next ==
    /\ closing
    /\ queue0 = "b_next"
    /\ b_next' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, operator_replace, holder, tokens,
                   model, made_by, poisoned, closing>>

\* end.answered@operator_replace when working == operator_replace: working := none, operator_replace := idle, model := any of old, new, poisoned := no
end_answered_operator_replace ==
    /\ working = "operator_replace"
    /\ \E chosen1 \in {"old", "new"} :
        /\ working' = "none"
        /\ operator_replace' = "idle"
        /\ model' = chosen1
        /\ poisoned' = FALSE
        /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, b_next, holder, tokens,
                       made_by, closing>>

\* abandon.cancelled@operator_replace#1 when working == operator_replace: operator_replace := idle, working := none
abandon_cancelled_operator_replace_1 ==
    /\ working = "operator_replace"
    /\ operator_replace' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, b_next, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.cancelled@operator_replace#2 when queue0 == operator_replace: operator_replace := idle, queue0 := queue1, queue1 := none
abandon_cancelled_operator_replace_2 ==
    /\ queue0 = "operator_replace"
    /\ operator_replace' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, b_next, holder, tokens, model,
                   made_by, poisoned, closing>>

\* abandon.cancelled@operator_replace#3 when queue1 == operator_replace: operator_replace := idle, queue1 := none
abandon_cancelled_operator_replace_3 ==
    /\ queue1 = "operator_replace"
    /\ operator_replace' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, b_next, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.deadline@operator_replace#1 when working == operator_replace: operator_replace := idle, working := none
abandon_deadline_operator_replace_1 ==
    /\ working = "operator_replace"
    /\ operator_replace' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, b_next, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.deadline@operator_replace#2 when queue0 == operator_replace: operator_replace := idle, queue0 := queue1, queue1 := none
abandon_deadline_operator_replace_2 ==
    /\ queue0 = "operator_replace"
    /\ operator_replace' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, b_next, holder, tokens, model,
                   made_by, poisoned, closing>>

\* abandon.deadline@operator_replace#3 when queue1 == operator_replace: operator_replace := idle, queue1 := none
abandon_deadline_operator_replace_3 ==
    /\ queue1 = "operator_replace"
    /\ operator_replace' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, b_next, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.gone@operator_replace#1 when working == operator_replace: operator_replace := idle, working := none
abandon_gone_operator_replace_1 ==
    /\ working = "operator_replace"
    /\ operator_replace' = "idle"
    /\ working' = "none"
    /\ UNCHANGED <<queue0, queue1, a_generate, a_next, b_generate, b_next, holder, tokens,
                   model, made_by, poisoned, closing>>

\* abandon.gone@operator_replace#2 when queue0 == operator_replace: operator_replace := idle, queue0 := queue1, queue1 := none
abandon_gone_operator_replace_2 ==
    /\ queue0 = "operator_replace"
    /\ operator_replace' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, b_next, holder, tokens, model,
                   made_by, poisoned, closing>>

\* abandon.gone@operator_replace#3 when queue1 == operator_replace: operator_replace := idle, queue1 := none
abandon_gone_operator_replace_3 ==
    /\ queue1 = "operator_replace"
    /\ operator_replace' = "idle"
    /\ queue1' = "none"
    /\ UNCHANGED <<queue0, working, a_generate, a_next, b_generate, b_next, holder, tokens,
                   model, made_by, poisoned, closing>>

\* end.shut_down@operator_replace when closing and queue0 == operator_replace: operator_replace := idle, queue0 := queue1, queue1 := none
end_shut_down_operator_replace ==
    /\ closing
    /\ queue0 = "operator_replace"
    /\ operator_replace' = "idle"
    /\ queue0' = queue1
    /\ queue1' = "none"
    /\ UNCHANGED <<working, a_generate, a_next, b_generate, b_next, holder, tokens, model,
                   made_by, poisoned, closing>>

\* expire@a when holder == a and not working in {a_generate, a_next}: holder := none, tokens := 0, made_by := none
expire_a ==
    /\ holder = "a"
    /\ ~(working \in {"a_generate", "a_next"})
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, model, poisoned, closing>>

\* expire@b when holder == b and not working in {b_generate, b_next}: holder := none, tokens := 0, made_by := none
expire_b ==
    /\ holder = "b"
    /\ ~(working \in {"b_generate", "b_next"})
    /\ holder' = "none"
    /\ tokens' = 0
    /\ made_by' = "none"
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, model, poisoned, closing>>

\* shut_down@operator when not closing: closing := yes
shut_down_operator ==
    /\ ~closing
    /\ closing' = TRUE
    /\ UNCHANGED <<queue0, queue1, working, a_generate, a_next, b_generate, b_next,
                   operator_replace, holder, tokens, model, made_by, poisoned>>

Next ==
    \/ send_accepted_a_generate_1
    \/ send_accepted_a_generate_2
    \/ send_overflow_a_generate
    \/ send_shut_down_a_generate
    \/ take_a_generate_1
    \/ take_a_generate_2
    \/ send_accepted_a_next_1
    \/ send_accepted_a_next_2
    \/ send_overflow_a_next
    \/ send_shut_down_a_next
    \/ take_a_next_1
    \/ take_a_next_2
    \/ send_accepted_b_generate_1
    \/ send_accepted_b_generate_2
    \/ send_overflow_b_generate
    \/ send_shut_down_b_generate
    \/ take_b_generate_1
    \/ take_b_generate_2
    \/ send_accepted_b_next_1
    \/ send_accepted_b_next_2
    \/ send_overflow_b_next
    \/ send_shut_down_b_next
    \/ take_b_next_1
    \/ take_b_next_2
    \/ send_accepted_operator_replace_1
    \/ send_accepted_operator_replace_2
    \/ send_overflow_operator_replace
    \/ send_shut_down_operator_replace
    \/ take_operator_replace
    \/ end_answered_a_generate
    \/ end_refused_a_generate
    \/ end_undeclared_a_generate
    \/ end_poisoned_a_generate
    \/ abandon_cancelled_a_generate_1
    \/ abandon_cancelled_a_generate_2
    \/ abandon_cancelled_a_generate_3
    \/ abandon_cancelled_a_generate_4
    \/ abandon_cancelled_a_generate_5
    \/ abandon_cancelled_a_generate_6
    \/ abandon_deadline_a_generate_1
    \/ abandon_deadline_a_generate_2
    \/ abandon_deadline_a_generate_3
    \/ abandon_deadline_a_generate_4
    \/ abandon_deadline_a_generate_5
    \/ abandon_deadline_a_generate_6
    \/ abandon_gone_a_generate_1
    \/ abandon_gone_a_generate_2
    \/ abandon_gone_a_generate_3
    \/ abandon_gone_a_generate_4
    \/ abandon_gone_a_generate_5
    \/ abandon_gone_a_generate_6
    \/ end_shut_down_a_generate
    \/ end_answered_a_next
    \/ end_finished_a_next
    \/ end_refused_a_next
    \/ end_undeclared_a_next
    \/ end_poisoned_a_next
    \/ abandon_cancelled_a_next_1
    \/ abandon_cancelled_a_next_2
    \/ abandon_cancelled_a_next_3
    \/ abandon_cancelled_a_next_4
    \/ abandon_cancelled_a_next_5
    \/ abandon_cancelled_a_next_6
    \/ abandon_deadline_a_next_1
    \/ abandon_deadline_a_next_2
    \/ abandon_deadline_a_next_3
    \/ abandon_deadline_a_next_4
    \/ abandon_deadline_a_next_5
    \/ abandon_deadline_a_next_6
    \/ abandon_gone_a_next_1
    \/ abandon_gone_a_next_2
    \/ abandon_gone_a_next_3
    \/ abandon_gone_a_next_4
    \/ abandon_gone_a_next_5
    \/ abandon_gone_a_next_6
    \/ end_shut_down_a_next
    \/ end_answered_b_generate
    \/ end_refused_b_generate
    \/ end_undeclared_b_generate
    \/ end_poisoned_b_generate
    \/ abandon_cancelled_b_generate_1
    \/ abandon_cancelled_b_generate_2
    \/ abandon_cancelled_b_generate_3
    \/ abandon_cancelled_b_generate_4
    \/ abandon_cancelled_b_generate_5
    \/ abandon_cancelled_b_generate_6
    \/ abandon_deadline_b_generate_1
    \/ abandon_deadline_b_generate_2
    \/ abandon_deadline_b_generate_3
    \/ abandon_deadline_b_generate_4
    \/ abandon_deadline_b_generate_5
    \/ abandon_deadline_b_generate_6
    \/ abandon_gone_b_generate_1
    \/ abandon_gone_b_generate_2
    \/ abandon_gone_b_generate_3
    \/ abandon_gone_b_generate_4
    \/ abandon_gone_b_generate_5
    \/ abandon_gone_b_generate_6
    \/ end_shut_down_b_generate
    \/ end_answered_b_next
    \/ end_finished_b_next
    \/ end_refused_b_next
    \/ end_undeclared_b_next
    \/ end_poisoned_b_next
    \/ abandon_cancelled_b_next_1
    \/ abandon_cancelled_b_next_2
    \/ abandon_cancelled_b_next_3
    \/ abandon_cancelled_b_next_4
    \/ abandon_cancelled_b_next_5
    \/ abandon_cancelled_b_next_6
    \/ abandon_deadline_b_next_1
    \/ abandon_deadline_b_next_2
    \/ abandon_deadline_b_next_3
    \/ abandon_deadline_b_next_4
    \/ abandon_deadline_b_next_5
    \/ abandon_deadline_b_next_6
    \/ abandon_gone_b_next_1
    \/ abandon_gone_b_next_2
    \/ abandon_gone_b_next_3
    \/ abandon_gone_b_next_4
    \/ abandon_gone_b_next_5
    \/ abandon_gone_b_next_6
    \/ end_shut_down_b_next
    \/ end_answered_operator_replace
    \/ abandon_cancelled_operator_replace_1
    \/ abandon_cancelled_operator_replace_2
    \/ abandon_cancelled_operator_replace_3
    \/ abandon_deadline_operator_replace_1
    \/ abandon_deadline_operator_replace_2
    \/ abandon_deadline_operator_replace_3
    \/ abandon_gone_operator_replace_1
    \/ abandon_gone_operator_replace_2
    \/ abandon_gone_operator_replace_3
    \/ end_shut_down_operator_replace
    \/ expire_a
    \/ expire_b
    \/ shut_down_operator

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
Stays == ENABLED (Next /\ UNCHANGED vars)
GoesOn == <>[](ENABLED Next /\ ~Stays) => []<><<Next>>_vars

\* always no command is lost
no_command_is_lost ==
    (a_generate = "queued" => (queue0 = "a_generate" \/ queue1 = "a_generate"))
    /\ (a_next = "queued" => (queue0 = "a_next" \/ queue1 = "a_next"))
    /\ (b_generate = "queued" => (queue0 = "b_generate" \/ queue1 = "b_generate"))
    /\ (b_next = "queued" => (queue0 = "b_next" \/ queue1 = "b_next"))
    /\ (operator_replace = "queued"
        => (queue0 = "operator_replace" \/ queue1 = "operator_replace"))
    /\ (a_generate = "running" => working = "a_generate")
    /\ (a_next = "running" => working = "a_next")
    /\ (b_generate = "running" => working = "b_generate")
    /\ (b_next = "running" => working = "b_next")
    /\ (operator_replace = "running" => working = "operator_replace")

\* always none is in two places
none_is_in_two_places ==
    ((queue0 = "a_generate" \/ queue1 = "a_generate") => a_generate = "queued")
    /\ ((queue0 = "a_next" \/ queue1 = "a_next") => a_next = "queued")
    /\ ((queue0 = "b_generate" \/ queue1 = "b_generate") => b_generate = "queued")
    /\ ((queue0 = "b_next" \/ queue1 = "b_next") => b_next = "queued")
    /\ ((queue0 = "operator_replace" \/ queue1 = "operator_replace")
        => operator_replace = "queued")
    /\ (working = "a_generate" => a_generate = "running")
    /\ (working = "a_next" => a_next = "running")
    /\ (working = "b_generate" => b_generate = "running")
    /\ (working = "b_next" => b_next = "running")
    /\ (working = "operator_replace" => operator_replace = "running")
    /\ (queue0 = "none" \/ queue0 # queue1)

\* step what does not enter changes nothing
what_does_not_enter_changes_nothing ==
    /\ [][
         /\ ((send_overflow_a_generate
                \/ send_shut_down_a_generate
                \/ send_overflow_a_next
                \/ send_shut_down_a_next
                \/ send_overflow_b_generate
                \/ send_shut_down_b_generate
                \/ send_overflow_b_next
                \/ send_shut_down_b_next
                \/ send_overflow_operator_replace
                \/ send_shut_down_operator_replace)
            => (queue0' = queue0
                /\ queue1' = queue1
                /\ working' = working
                /\ a_generate' = a_generate
                /\ a_next' = a_next
                /\ b_generate' = b_generate
                /\ b_next' = b_next
                /\ operator_replace' = operator_replace
                /\ holder' = holder
                /\ tokens' = tokens
                /\ model' = model
                /\ made_by' = made_by
                /\ poisoned' = poisoned
                /\ closing' = closing))]_vars

\* step who is accepted waits last
who_is_accepted_waits_last ==
    /\ [][
         /\ ((send_accepted_a_generate_1
                \/ send_accepted_a_generate_2
                \/ send_accepted_a_next_1
                \/ send_accepted_a_next_2
                \/ send_accepted_b_generate_1
                \/ send_accepted_b_generate_2
                \/ send_accepted_b_next_1
                \/ send_accepted_b_next_2
                \/ send_accepted_operator_replace_1
                \/ send_accepted_operator_replace_2)
            => ((queue0 = "none" \/ queue0' = queue0) /\ (queue1 = "none" \/ queue1' = queue1)))]_vars

\* step first in, first out within a session
first_in_first_out_within_a_session ==
    /\ [][
         /\ (~(queue0 = "a_generate"
                /\ queue1 = "a_next"
                /\ a_generate' = "queued"
                /\ a_next' = "running")
            /\ ~(queue0 = "a_next"
                /\ queue1 = "a_generate"
                /\ a_next' = "queued"
                /\ a_generate' = "running")
            /\ ~(queue0 = "b_generate"
                /\ queue1 = "b_next"
                /\ b_generate' = "queued"
                /\ b_next' = "running")
            /\ ~(queue0 = "b_next"
                /\ queue1 = "b_generate"
                /\ b_next' = "queued"
                /\ b_generate' = "running"))]_vars
    /\ [](ENABLED (send_overflow_a_generate /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_shut_down_a_generate /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_overflow_a_next /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_shut_down_a_next /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_overflow_b_generate /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_shut_down_b_generate /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_overflow_b_next /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_shut_down_b_next /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_overflow_operator_replace /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (send_shut_down_operator_replace /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_cancelled_a_generate_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_deadline_a_generate_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_gone_a_generate_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (end_shut_down_a_generate /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_cancelled_a_next_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_deadline_a_next_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_gone_a_next_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (end_shut_down_a_next /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_cancelled_b_generate_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_deadline_b_generate_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_gone_b_generate_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (end_shut_down_b_generate /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_cancelled_b_next_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_deadline_b_next_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_gone_b_next_4 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (end_shut_down_b_next /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_cancelled_operator_replace_2 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_deadline_operator_replace_2 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (abandon_gone_operator_replace_2 /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))
    /\ [](ENABLED (end_shut_down_operator_replace /\ UNCHANGED vars)
          => (~(queue0 = "a_generate" /\ queue1 = "a_next" /\ a_generate = "queued" /\ a_next = "running") /\ ~(queue0 = "a_next" /\ queue1 = "a_generate" /\ a_next = "queued" /\ a_generate = "running") /\ ~(queue0 = "b_generate" /\ queue1 = "b_next" /\ b_generate = "queued" /\ b_next = "running") /\ ~(queue0 = "b_next" /\ queue1 = "b_generate" /\ b_next = "queued" /\ b_generate = "running")))

\* always no request mixes models
no_request_mixes_models ==
    holder # "none" => made_by = model

\* always nothing of a request outlives it
nothing_of_a_request_outlives_it ==
    holder = "none" => (tokens = 0 /\ made_by = "none")

\* step only its owner continues or resets a request
only_its_owner_continues_or_resets_a_request ==
    /\ [][
         /\ ((send_accepted_a_generate_1
                \/ send_accepted_a_generate_2
                \/ send_overflow_a_generate
                \/ send_shut_down_a_generate
                \/ take_a_generate_1
                \/ take_a_generate_2
                \/ send_accepted_a_next_1
                \/ send_accepted_a_next_2
                \/ send_overflow_a_next
                \/ send_shut_down_a_next
                \/ take_a_next_1
                \/ take_a_next_2
                \/ end_answered_a_generate
                \/ end_refused_a_generate
                \/ end_undeclared_a_generate
                \/ end_poisoned_a_generate
                \/ abandon_cancelled_a_generate_1
                \/ abandon_cancelled_a_generate_2
                \/ abandon_cancelled_a_generate_3
                \/ abandon_cancelled_a_generate_4
                \/ abandon_cancelled_a_generate_5
                \/ abandon_cancelled_a_generate_6
                \/ abandon_deadline_a_generate_1
                \/ abandon_deadline_a_generate_2
                \/ abandon_deadline_a_generate_3
                \/ abandon_deadline_a_generate_4
                \/ abandon_deadline_a_generate_5
                \/ abandon_deadline_a_generate_6
                \/ abandon_gone_a_generate_1
                \/ abandon_gone_a_generate_2
                \/ abandon_gone_a_generate_3
                \/ abandon_gone_a_generate_4
                \/ abandon_gone_a_generate_5
                \/ abandon_gone_a_generate_6
                \/ end_shut_down_a_generate
                \/ end_answered_a_next
                \/ end_finished_a_next
                \/ end_refused_a_next
                \/ end_undeclared_a_next
                \/ end_poisoned_a_next
                \/ abandon_cancelled_a_next_1
                \/ abandon_cancelled_a_next_2
                \/ abandon_cancelled_a_next_3
                \/ abandon_cancelled_a_next_4
                \/ abandon_cancelled_a_next_5
                \/ abandon_cancelled_a_next_6
                \/ abandon_deadline_a_next_1
                \/ abandon_deadline_a_next_2
                \/ abandon_deadline_a_next_3
                \/ abandon_deadline_a_next_4
                \/ abandon_deadline_a_next_5
                \/ abandon_deadline_a_next_6
                \/ abandon_gone_a_next_1
                \/ abandon_gone_a_next_2
                \/ abandon_gone_a_next_3
                \/ abandon_gone_a_next_4
                \/ abandon_gone_a_next_5
                \/ abandon_gone_a_next_6
                \/ end_shut_down_a_next
                \/ expire_a)
            => ~(holder = "b" /\ ~(holder' = holder /\ tokens' = tokens /\ made_by' = made_by)))
         /\ ((send_accepted_b_generate_1
                \/ send_accepted_b_generate_2
                \/ send_overflow_b_generate
                \/ send_shut_down_b_generate
                \/ take_b_generate_1
                \/ take_b_generate_2
                \/ send_accepted_b_next_1
                \/ send_accepted_b_next_2
                \/ send_overflow_b_next
                \/ send_shut_down_b_next
                \/ take_b_next_1
                \/ take_b_next_2
                \/ end_answered_b_generate
                \/ end_refused_b_generate
                \/ end_undeclared_b_generate
                \/ end_poisoned_b_generate
                \/ abandon_cancelled_b_generate_1
                \/ abandon_cancelled_b_generate_2
                \/ abandon_cancelled_b_generate_3
                \/ abandon_cancelled_b_generate_4
                \/ abandon_cancelled_b_generate_5
                \/ abandon_cancelled_b_generate_6
                \/ abandon_deadline_b_generate_1
                \/ abandon_deadline_b_generate_2
                \/ abandon_deadline_b_generate_3
                \/ abandon_deadline_b_generate_4
                \/ abandon_deadline_b_generate_5
                \/ abandon_deadline_b_generate_6
                \/ abandon_gone_b_generate_1
                \/ abandon_gone_b_generate_2
                \/ abandon_gone_b_generate_3
                \/ abandon_gone_b_generate_4
                \/ abandon_gone_b_generate_5
                \/ abandon_gone_b_generate_6
                \/ end_shut_down_b_generate
                \/ end_answered_b_next
                \/ end_finished_b_next
                \/ end_refused_b_next
                \/ end_undeclared_b_next
                \/ end_poisoned_b_next
                \/ abandon_cancelled_b_next_1
                \/ abandon_cancelled_b_next_2
                \/ abandon_cancelled_b_next_3
                \/ abandon_cancelled_b_next_4
                \/ abandon_cancelled_b_next_5
                \/ abandon_cancelled_b_next_6
                \/ abandon_deadline_b_next_1
                \/ abandon_deadline_b_next_2
                \/ abandon_deadline_b_next_3
                \/ abandon_deadline_b_next_4
                \/ abandon_deadline_b_next_5
                \/ abandon_deadline_b_next_6
                \/ abandon_gone_b_next_1
                \/ abandon_gone_b_next_2
                \/ abandon_gone_b_next_3
                \/ abandon_gone_b_next_4
                \/ abandon_gone_b_next_5
                \/ abandon_gone_b_next_6
                \/ end_shut_down_b_next
                \/ expire_b)
            => ~(holder = "a" /\ ~(holder' = holder /\ tokens' = tokens /\ made_by' = made_by)))
         /\ ((send_accepted_operator_replace_1
                \/ send_accepted_operator_replace_2
                \/ send_overflow_operator_replace
                \/ send_shut_down_operator_replace
                \/ take_operator_replace
                \/ end_answered_operator_replace
                \/ abandon_cancelled_operator_replace_1
                \/ abandon_cancelled_operator_replace_2
                \/ abandon_cancelled_operator_replace_3
                \/ abandon_deadline_operator_replace_1
                \/ abandon_deadline_operator_replace_2
                \/ abandon_deadline_operator_replace_3
                \/ abandon_gone_operator_replace_1
                \/ abandon_gone_operator_replace_2
                \/ abandon_gone_operator_replace_3
                \/ end_shut_down_operator_replace
                \/ shut_down_operator)
            => (~(holder = "a" /\ ~(holder' = holder /\ tokens' = tokens /\ made_by' = made_by))
                /\ ~(holder = "b" /\ ~(holder' = holder /\ tokens' = tokens /\ made_by' = made_by))))]_vars

\* step cancel, deadline and gone end in a reset
cancel_deadline_and_gone_end_in_a_reset ==
    /\ [][
         /\ ((abandon_cancelled_a_generate_1
                \/ abandon_cancelled_a_generate_2
                \/ abandon_cancelled_a_generate_3
                \/ abandon_cancelled_a_generate_4
                \/ abandon_cancelled_a_generate_5
                \/ abandon_cancelled_a_generate_6
                \/ abandon_deadline_a_generate_1
                \/ abandon_deadline_a_generate_2
                \/ abandon_deadline_a_generate_3
                \/ abandon_deadline_a_generate_4
                \/ abandon_deadline_a_generate_5
                \/ abandon_deadline_a_generate_6
                \/ abandon_gone_a_generate_1
                \/ abandon_gone_a_generate_2
                \/ abandon_gone_a_generate_3
                \/ abandon_gone_a_generate_4
                \/ abandon_gone_a_generate_5
                \/ abandon_gone_a_generate_6
                \/ abandon_cancelled_a_next_1
                \/ abandon_cancelled_a_next_2
                \/ abandon_cancelled_a_next_3
                \/ abandon_cancelled_a_next_4
                \/ abandon_cancelled_a_next_5
                \/ abandon_cancelled_a_next_6
                \/ abandon_deadline_a_next_1
                \/ abandon_deadline_a_next_2
                \/ abandon_deadline_a_next_3
                \/ abandon_deadline_a_next_4
                \/ abandon_deadline_a_next_5
                \/ abandon_deadline_a_next_6
                \/ abandon_gone_a_next_1
                \/ abandon_gone_a_next_2
                \/ abandon_gone_a_next_3
                \/ abandon_gone_a_next_4
                \/ abandon_gone_a_next_5
                \/ abandon_gone_a_next_6)
            => holder' # "a")
         /\ ((abandon_cancelled_b_generate_1
                \/ abandon_cancelled_b_generate_2
                \/ abandon_cancelled_b_generate_3
                \/ abandon_cancelled_b_generate_4
                \/ abandon_cancelled_b_generate_5
                \/ abandon_cancelled_b_generate_6
                \/ abandon_deadline_b_generate_1
                \/ abandon_deadline_b_generate_2
                \/ abandon_deadline_b_generate_3
                \/ abandon_deadline_b_generate_4
                \/ abandon_deadline_b_generate_5
                \/ abandon_deadline_b_generate_6
                \/ abandon_gone_b_generate_1
                \/ abandon_gone_b_generate_2
                \/ abandon_gone_b_generate_3
                \/ abandon_gone_b_generate_4
                \/ abandon_gone_b_generate_5
                \/ abandon_gone_b_generate_6
                \/ abandon_cancelled_b_next_1
                \/ abandon_cancelled_b_next_2
                \/ abandon_cancelled_b_next_3
                \/ abandon_cancelled_b_next_4
                \/ abandon_cancelled_b_next_5
                \/ abandon_cancelled_b_next_6
                \/ abandon_deadline_b_next_1
                \/ abandon_deadline_b_next_2
                \/ abandon_deadline_b_next_3
                \/ abandon_deadline_b_next_4
                \/ abandon_deadline_b_next_5
                \/ abandon_deadline_b_next_6
                \/ abandon_gone_b_next_1
                \/ abandon_gone_b_next_2
                \/ abandon_gone_b_next_3
                \/ abandon_gone_b_next_4
                \/ abandon_gone_b_next_5
                \/ abandon_gone_b_next_6)
            => holder' # "b")]_vars
    /\ [](ENABLED (abandon_cancelled_a_generate_4 /\ UNCHANGED vars)
          => (holder # "a"))
    /\ [](ENABLED (abandon_deadline_a_generate_4 /\ UNCHANGED vars)
          => (holder # "a"))
    /\ [](ENABLED (abandon_gone_a_generate_4 /\ UNCHANGED vars)
          => (holder # "a"))
    /\ [](ENABLED (abandon_cancelled_a_next_4 /\ UNCHANGED vars)
          => (holder # "a"))
    /\ [](ENABLED (abandon_deadline_a_next_4 /\ UNCHANGED vars)
          => (holder # "a"))
    /\ [](ENABLED (abandon_gone_a_next_4 /\ UNCHANGED vars)
          => (holder # "a"))
    /\ [](ENABLED (abandon_cancelled_b_generate_4 /\ UNCHANGED vars)
          => (holder # "b"))
    /\ [](ENABLED (abandon_deadline_b_generate_4 /\ UNCHANGED vars)
          => (holder # "b"))
    /\ [](ENABLED (abandon_gone_b_generate_4 /\ UNCHANGED vars)
          => (holder # "b"))
    /\ [](ENABLED (abandon_cancelled_b_next_4 /\ UNCHANGED vars)
          => (holder # "b"))
    /\ [](ENABLED (abandon_deadline_b_next_4 /\ UNCHANGED vars)
          => (holder # "b"))
    /\ [](ENABLED (abandon_gone_b_next_4 /\ UNCHANGED vars)
          => (holder # "b"))

\* sometimes a session waits while another's request is open
\* its violation is what is wanted: it is a witness
a_session_waits_while_another_s_request_is_open ==
    ~(holder = "a" /\ queue0 = "b_generate" /\ working = "none")

\* step a command ends once, and only what was accepted
a_command_ends_once_and_only_what_was_accepted ==
    /\ [][
         /\ ((end_answered_a_generate
                \/ end_refused_a_generate
                \/ end_undeclared_a_generate
                \/ end_poisoned_a_generate
                \/ abandon_cancelled_a_generate_1
                \/ abandon_cancelled_a_generate_2
                \/ abandon_cancelled_a_generate_3
                \/ abandon_cancelled_a_generate_4
                \/ abandon_cancelled_a_generate_5
                \/ abandon_cancelled_a_generate_6
                \/ abandon_deadline_a_generate_1
                \/ abandon_deadline_a_generate_2
                \/ abandon_deadline_a_generate_3
                \/ abandon_deadline_a_generate_4
                \/ abandon_deadline_a_generate_5
                \/ abandon_deadline_a_generate_6
                \/ abandon_gone_a_generate_1
                \/ abandon_gone_a_generate_2
                \/ abandon_gone_a_generate_3
                \/ abandon_gone_a_generate_4
                \/ abandon_gone_a_generate_5
                \/ abandon_gone_a_generate_6
                \/ end_shut_down_a_generate)
            => (a_generate # "idle" /\ a_generate' = "idle"))
         /\ ((end_answered_a_next
                \/ end_finished_a_next
                \/ end_refused_a_next
                \/ end_undeclared_a_next
                \/ end_poisoned_a_next
                \/ abandon_cancelled_a_next_1
                \/ abandon_cancelled_a_next_2
                \/ abandon_cancelled_a_next_3
                \/ abandon_cancelled_a_next_4
                \/ abandon_cancelled_a_next_5
                \/ abandon_cancelled_a_next_6
                \/ abandon_deadline_a_next_1
                \/ abandon_deadline_a_next_2
                \/ abandon_deadline_a_next_3
                \/ abandon_deadline_a_next_4
                \/ abandon_deadline_a_next_5
                \/ abandon_deadline_a_next_6
                \/ abandon_gone_a_next_1
                \/ abandon_gone_a_next_2
                \/ abandon_gone_a_next_3
                \/ abandon_gone_a_next_4
                \/ abandon_gone_a_next_5
                \/ abandon_gone_a_next_6
                \/ end_shut_down_a_next)
            => (a_next # "idle" /\ a_next' = "idle"))
         /\ ((end_answered_b_generate
                \/ end_refused_b_generate
                \/ end_undeclared_b_generate
                \/ end_poisoned_b_generate
                \/ abandon_cancelled_b_generate_1
                \/ abandon_cancelled_b_generate_2
                \/ abandon_cancelled_b_generate_3
                \/ abandon_cancelled_b_generate_4
                \/ abandon_cancelled_b_generate_5
                \/ abandon_cancelled_b_generate_6
                \/ abandon_deadline_b_generate_1
                \/ abandon_deadline_b_generate_2
                \/ abandon_deadline_b_generate_3
                \/ abandon_deadline_b_generate_4
                \/ abandon_deadline_b_generate_5
                \/ abandon_deadline_b_generate_6
                \/ abandon_gone_b_generate_1
                \/ abandon_gone_b_generate_2
                \/ abandon_gone_b_generate_3
                \/ abandon_gone_b_generate_4
                \/ abandon_gone_b_generate_5
                \/ abandon_gone_b_generate_6
                \/ end_shut_down_b_generate)
            => (b_generate # "idle" /\ b_generate' = "idle"))
         /\ ((end_answered_b_next
                \/ end_finished_b_next
                \/ end_refused_b_next
                \/ end_undeclared_b_next
                \/ end_poisoned_b_next
                \/ abandon_cancelled_b_next_1
                \/ abandon_cancelled_b_next_2
                \/ abandon_cancelled_b_next_3
                \/ abandon_cancelled_b_next_4
                \/ abandon_cancelled_b_next_5
                \/ abandon_cancelled_b_next_6
                \/ abandon_deadline_b_next_1
                \/ abandon_deadline_b_next_2
                \/ abandon_deadline_b_next_3
                \/ abandon_deadline_b_next_4
                \/ abandon_deadline_b_next_5
                \/ abandon_deadline_b_next_6
                \/ abandon_gone_b_next_1
                \/ abandon_gone_b_next_2
                \/ abandon_gone_b_next_3
                \/ abandon_gone_b_next_4
                \/ abandon_gone_b_next_5
                \/ abandon_gone_b_next_6
                \/ end_shut_down_b_next)
            => (b_next # "idle" /\ b_next' = "idle"))
         /\ ((end_answered_operator_replace
                \/ abandon_cancelled_operator_replace_1
                \/ abandon_cancelled_operator_replace_2
                \/ abandon_cancelled_operator_replace_3
                \/ abandon_deadline_operator_replace_1
                \/ abandon_deadline_operator_replace_2
                \/ abandon_deadline_operator_replace_3
                \/ abandon_gone_operator_replace_1
                \/ abandon_gone_operator_replace_2
                \/ abandon_gone_operator_replace_3
                \/ end_shut_down_operator_replace)
            => (operator_replace # "idle" /\ operator_replace' = "idle"))]_vars
    /\ [](ENABLED (abandon_cancelled_a_generate_4 /\ UNCHANGED vars)
          => (a_generate # "idle" /\ a_generate = "idle"))
    /\ [](ENABLED (abandon_deadline_a_generate_4 /\ UNCHANGED vars)
          => (a_generate # "idle" /\ a_generate = "idle"))
    /\ [](ENABLED (abandon_gone_a_generate_4 /\ UNCHANGED vars)
          => (a_generate # "idle" /\ a_generate = "idle"))
    /\ [](ENABLED (end_shut_down_a_generate /\ UNCHANGED vars)
          => (a_generate # "idle" /\ a_generate = "idle"))
    /\ [](ENABLED (abandon_cancelled_a_next_4 /\ UNCHANGED vars)
          => (a_next # "idle" /\ a_next = "idle"))
    /\ [](ENABLED (abandon_deadline_a_next_4 /\ UNCHANGED vars)
          => (a_next # "idle" /\ a_next = "idle"))
    /\ [](ENABLED (abandon_gone_a_next_4 /\ UNCHANGED vars)
          => (a_next # "idle" /\ a_next = "idle"))
    /\ [](ENABLED (end_shut_down_a_next /\ UNCHANGED vars)
          => (a_next # "idle" /\ a_next = "idle"))
    /\ [](ENABLED (abandon_cancelled_b_generate_4 /\ UNCHANGED vars)
          => (b_generate # "idle" /\ b_generate = "idle"))
    /\ [](ENABLED (abandon_deadline_b_generate_4 /\ UNCHANGED vars)
          => (b_generate # "idle" /\ b_generate = "idle"))
    /\ [](ENABLED (abandon_gone_b_generate_4 /\ UNCHANGED vars)
          => (b_generate # "idle" /\ b_generate = "idle"))
    /\ [](ENABLED (end_shut_down_b_generate /\ UNCHANGED vars)
          => (b_generate # "idle" /\ b_generate = "idle"))
    /\ [](ENABLED (abandon_cancelled_b_next_4 /\ UNCHANGED vars)
          => (b_next # "idle" /\ b_next = "idle"))
    /\ [](ENABLED (abandon_deadline_b_next_4 /\ UNCHANGED vars)
          => (b_next # "idle" /\ b_next = "idle"))
    /\ [](ENABLED (abandon_gone_b_next_4 /\ UNCHANGED vars)
          => (b_next # "idle" /\ b_next = "idle"))
    /\ [](ENABLED (end_shut_down_b_next /\ UNCHANGED vars)
          => (b_next # "idle" /\ b_next = "idle"))
    /\ [](ENABLED (abandon_cancelled_operator_replace_2 /\ UNCHANGED vars)
          => (operator_replace # "idle" /\ operator_replace = "idle"))
    /\ [](ENABLED (abandon_deadline_operator_replace_2 /\ UNCHANGED vars)
          => (operator_replace # "idle" /\ operator_replace = "idle"))
    /\ [](ENABLED (abandon_gone_operator_replace_2 /\ UNCHANGED vars)
          => (operator_replace # "idle" /\ operator_replace = "idle"))
    /\ [](ENABLED (end_shut_down_operator_replace /\ UNCHANGED vars)
          => (operator_replace # "idle" /\ operator_replace = "idle"))

\* step after poison every operation answers 13
after_poison_every_operation_answers_13 ==
    /\ [][
         /\ ((end_answered_a_generate
                \/ end_refused_a_generate
                \/ end_answered_a_next
                \/ end_finished_a_next
                \/ end_refused_a_next
                \/ end_answered_b_generate
                \/ end_refused_b_generate
                \/ end_answered_b_next
                \/ end_finished_b_next
                \/ end_refused_b_next)
            => ~poisoned)]_vars

\* step a 13 writes nothing
a_13_writes_nothing ==
    /\ [][
         /\ ((end_poisoned_a_generate
                \/ end_poisoned_a_next
                \/ end_poisoned_b_generate
                \/ end_poisoned_b_next)
            => (model' = model
                /\ holder' = holder
                /\ tokens' = tokens
                /\ made_by' = made_by
                /\ poisoned' = poisoned))]_vars

\* step only a replacement ends poison
only_a_replacement_ends_poison ==
    /\ [][
         /\ ((send_accepted_a_generate_1
                \/ send_accepted_a_generate_2
                \/ send_overflow_a_generate
                \/ send_shut_down_a_generate
                \/ take_a_generate_1
                \/ take_a_generate_2
                \/ send_accepted_a_next_1
                \/ send_accepted_a_next_2
                \/ send_overflow_a_next
                \/ send_shut_down_a_next
                \/ take_a_next_1
                \/ take_a_next_2
                \/ send_accepted_b_generate_1
                \/ send_accepted_b_generate_2
                \/ send_overflow_b_generate
                \/ send_shut_down_b_generate
                \/ take_b_generate_1
                \/ take_b_generate_2
                \/ send_accepted_b_next_1
                \/ send_accepted_b_next_2
                \/ send_overflow_b_next
                \/ send_shut_down_b_next
                \/ take_b_next_1
                \/ take_b_next_2
                \/ end_answered_a_generate
                \/ end_refused_a_generate
                \/ end_undeclared_a_generate
                \/ end_poisoned_a_generate
                \/ abandon_cancelled_a_generate_1
                \/ abandon_cancelled_a_generate_2
                \/ abandon_cancelled_a_generate_3
                \/ abandon_cancelled_a_generate_4
                \/ abandon_cancelled_a_generate_5
                \/ abandon_cancelled_a_generate_6
                \/ abandon_deadline_a_generate_1
                \/ abandon_deadline_a_generate_2
                \/ abandon_deadline_a_generate_3
                \/ abandon_deadline_a_generate_4
                \/ abandon_deadline_a_generate_5
                \/ abandon_deadline_a_generate_6
                \/ abandon_gone_a_generate_1
                \/ abandon_gone_a_generate_2
                \/ abandon_gone_a_generate_3
                \/ abandon_gone_a_generate_4
                \/ abandon_gone_a_generate_5
                \/ abandon_gone_a_generate_6
                \/ end_shut_down_a_generate
                \/ end_answered_a_next
                \/ end_finished_a_next
                \/ end_refused_a_next
                \/ end_undeclared_a_next
                \/ end_poisoned_a_next
                \/ abandon_cancelled_a_next_1
                \/ abandon_cancelled_a_next_2
                \/ abandon_cancelled_a_next_3
                \/ abandon_cancelled_a_next_4
                \/ abandon_cancelled_a_next_5
                \/ abandon_cancelled_a_next_6
                \/ abandon_deadline_a_next_1
                \/ abandon_deadline_a_next_2
                \/ abandon_deadline_a_next_3
                \/ abandon_deadline_a_next_4
                \/ abandon_deadline_a_next_5
                \/ abandon_deadline_a_next_6
                \/ abandon_gone_a_next_1
                \/ abandon_gone_a_next_2
                \/ abandon_gone_a_next_3
                \/ abandon_gone_a_next_4
                \/ abandon_gone_a_next_5
                \/ abandon_gone_a_next_6
                \/ end_shut_down_a_next
                \/ end_answered_b_generate
                \/ end_refused_b_generate
                \/ end_undeclared_b_generate
                \/ end_poisoned_b_generate
                \/ abandon_cancelled_b_generate_1
                \/ abandon_cancelled_b_generate_2
                \/ abandon_cancelled_b_generate_3
                \/ abandon_cancelled_b_generate_4
                \/ abandon_cancelled_b_generate_5
                \/ abandon_cancelled_b_generate_6
                \/ abandon_deadline_b_generate_1
                \/ abandon_deadline_b_generate_2
                \/ abandon_deadline_b_generate_3
                \/ abandon_deadline_b_generate_4
                \/ abandon_deadline_b_generate_5
                \/ abandon_deadline_b_generate_6
                \/ abandon_gone_b_generate_1
                \/ abandon_gone_b_generate_2
                \/ abandon_gone_b_generate_3
                \/ abandon_gone_b_generate_4
                \/ abandon_gone_b_generate_5
                \/ abandon_gone_b_generate_6
                \/ end_shut_down_b_generate
                \/ end_answered_b_next
                \/ end_finished_b_next
                \/ end_refused_b_next
                \/ end_undeclared_b_next
                \/ end_poisoned_b_next
                \/ abandon_cancelled_b_next_1
                \/ abandon_cancelled_b_next_2
                \/ abandon_cancelled_b_next_3
                \/ abandon_cancelled_b_next_4
                \/ abandon_cancelled_b_next_5
                \/ abandon_cancelled_b_next_6
                \/ abandon_deadline_b_next_1
                \/ abandon_deadline_b_next_2
                \/ abandon_deadline_b_next_3
                \/ abandon_deadline_b_next_4
                \/ abandon_deadline_b_next_5
                \/ abandon_deadline_b_next_6
                \/ abandon_gone_b_next_1
                \/ abandon_gone_b_next_2
                \/ abandon_gone_b_next_3
                \/ abandon_gone_b_next_4
                \/ abandon_gone_b_next_5
                \/ abandon_gone_b_next_6
                \/ end_shut_down_b_next
                \/ expire_a
                \/ expire_b
                \/ shut_down_operator)
            => ~(poisoned /\ ~poisoned'))]_vars
    /\ [](ENABLED (send_overflow_a_generate /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (send_shut_down_a_generate /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (send_overflow_a_next /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (send_shut_down_a_next /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (send_overflow_b_generate /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (send_shut_down_b_generate /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (send_overflow_b_next /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (send_shut_down_b_next /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_cancelled_a_generate_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_deadline_a_generate_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_gone_a_generate_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (end_shut_down_a_generate /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_cancelled_a_next_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_deadline_a_next_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_gone_a_next_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (end_shut_down_a_next /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_cancelled_b_generate_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_deadline_b_generate_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_gone_b_generate_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (end_shut_down_b_generate /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_cancelled_b_next_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_deadline_b_next_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (abandon_gone_b_next_4 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (end_shut_down_b_next /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))

\* sometimes poison is reached
\* its violation is what is wanted: it is a witness
poison_is_reached ==
    ~poisoned

\* sometimes the service comes to rest
\* its violation is what is wanted: it is a witness
the_service_comes_to_rest ==
    ~(closing /\ working = "none" /\ queue0 = "none" /\ holder = "none")

\* leads_to every accepted generate ends
\* sessions are alike, so one stands for all
every_accepted_generate_ends ==
    (GoesOn /\ WF_vars(take_a_generate_1 \/ take_a_generate_2) /\ WF_vars(take_a_next_1 \/ take_a_next_2) /\ WF_vars(take_b_generate_1 \/ take_b_generate_2) /\ WF_vars(take_b_next_1 \/ take_b_next_2) /\ WF_vars(take_operator_replace) /\ WF_vars(end_answered_a_generate \/ end_refused_a_generate \/ end_undeclared_a_generate \/ end_poisoned_a_generate \/ end_shut_down_a_generate) /\ WF_vars(end_answered_a_next \/ end_finished_a_next \/ end_refused_a_next \/ end_undeclared_a_next \/ end_poisoned_a_next \/ end_shut_down_a_next) /\ WF_vars(end_answered_b_generate \/ end_refused_b_generate \/ end_undeclared_b_generate \/ end_poisoned_b_generate \/ end_shut_down_b_generate) /\ WF_vars(end_answered_b_next \/ end_finished_b_next \/ end_refused_b_next \/ end_undeclared_b_next \/ end_poisoned_b_next \/ end_shut_down_b_next) /\ WF_vars(end_answered_operator_replace \/ end_shut_down_operator_replace) /\ SF_vars(expire_a) /\ SF_vars(expire_b))
    => []((b_generate = "queued") => <>(b_generate = "idle"))

\* leads_to every accepted next ends
every_accepted_next_ends ==
    (GoesOn /\ WF_vars(take_a_generate_1 \/ take_a_generate_2) /\ WF_vars(take_a_next_1 \/ take_a_next_2) /\ WF_vars(take_b_generate_1 \/ take_b_generate_2) /\ WF_vars(take_b_next_1 \/ take_b_next_2) /\ WF_vars(take_operator_replace) /\ WF_vars(end_answered_a_generate \/ end_refused_a_generate \/ end_undeclared_a_generate \/ end_poisoned_a_generate \/ end_shut_down_a_generate) /\ WF_vars(end_answered_a_next \/ end_finished_a_next \/ end_refused_a_next \/ end_undeclared_a_next \/ end_poisoned_a_next \/ end_shut_down_a_next) /\ WF_vars(end_answered_b_generate \/ end_refused_b_generate \/ end_undeclared_b_generate \/ end_poisoned_b_generate \/ end_shut_down_b_generate) /\ WF_vars(end_answered_b_next \/ end_finished_b_next \/ end_refused_b_next \/ end_undeclared_b_next \/ end_poisoned_b_next \/ end_shut_down_b_next) /\ WF_vars(end_answered_operator_replace \/ end_shut_down_operator_replace) /\ SF_vars(expire_a) /\ SF_vars(expire_b))
    => []((b_next = "queued") => <>(b_next = "idle"))

\* leads_to every accepted replacement ends
\* it waits for the open request, which has a deadline
every_accepted_replacement_ends ==
    (GoesOn /\ WF_vars(take_a_generate_1 \/ take_a_generate_2) /\ WF_vars(take_a_next_1 \/ take_a_next_2) /\ WF_vars(take_b_generate_1 \/ take_b_generate_2) /\ WF_vars(take_b_next_1 \/ take_b_next_2) /\ WF_vars(take_operator_replace) /\ WF_vars(end_answered_a_generate \/ end_refused_a_generate \/ end_undeclared_a_generate \/ end_poisoned_a_generate \/ end_shut_down_a_generate) /\ WF_vars(end_answered_a_next \/ end_finished_a_next \/ end_refused_a_next \/ end_undeclared_a_next \/ end_poisoned_a_next \/ end_shut_down_a_next) /\ WF_vars(end_answered_b_generate \/ end_refused_b_generate \/ end_undeclared_b_generate \/ end_poisoned_b_generate \/ end_shut_down_b_generate) /\ WF_vars(end_answered_b_next \/ end_finished_b_next \/ end_refused_b_next \/ end_undeclared_b_next \/ end_poisoned_b_next \/ end_shut_down_b_next) /\ WF_vars(end_answered_operator_replace \/ end_shut_down_operator_replace) /\ SF_vars(expire_a) /\ SF_vars(expire_b))
    => []((operator_replace = "queued") => <>(operator_replace = "idle"))

====
