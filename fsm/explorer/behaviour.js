// The behaviour on the page: the state looked at, its steps, the history, and what moves along it.

const WALK_STEPS = 10;
const STEPS_SHOWN_MAX = 300;
const TITLE_LETTERS_MAX = 60;

/** What the address names; else what the page was made to open with; else the first state. */
function opening(app) {
  const { model } = app;
  const usual = model.data.opened >= 0 ? fromTrace(model, model.data.opened) : behaviourAt(0);
  if (location.hash.length < 2) return usual;
  const link = readLink(model, location.hash);
  if (link.wrong) {
    note(`The link does not fit this page: ${link.wrong}.`);
    return usual;
  }
  if (link.stamp && link.stamp !== app.stamp) {
    note("The link was made for another version of this page; it may show something else now.");
  }
  return link.behaviour;
}

function move(app, behaviour) {
  app.behaviour = behaviour;
  show(app);
}

function go(app, state) {
  const { model, behaviour } = app;
  const now = stateAfter(model, behaviour, behaviour.at);
  const step = edgesFrom(model, now).find((edge) => model.targets[edge] === state && state !== now);
  move(app, step === undefined ? shortestTo(model, state) : withStep(behaviour, step));
}

function walk(app) {
  let { behaviour } = app;
  for (let step = 0; step < WALK_STEPS; step++) {
    const now = stateAfter(app.model, behaviour, behaviour.at);
    const edges = edgesFrom(app.model, now).filter((edge) => app.model.targets[edge] >= 0);
    if (!edges.length) break;
    behaviour = withStep({ ...behaviour, edges: behaviour.edges.slice(0, behaviour.at) },
      edges[Math.floor(Math.random() * edges.length)]);
  }
  move(app, { ...behaviour, loop: null, trace: -1 });
}

function prepareMoves(app) {
  const moves = {
    "to-start": () => ({ ...app.behaviour, at: 0 }),
    back: () => ({ ...app.behaviour, at: Math.max(0, app.behaviour.at - 1) }),
    on: () => oneOn(app.behaviour),
    "to-end": () => ({ ...app.behaviour, at: app.behaviour.edges.length }),
    how: () => shortestTo(app.model, stateAfter(app.model, app.behaviour, app.behaviour.at)),
  };
  for (const [id, made] of Object.entries(moves)) {
    byId(id).addEventListener("click", () => move(app, made()));
  }
  byId("walk").addEventListener("click", () => walk(app));
  byId("copy").addEventListener("click", async () => {
    const button = byId("copy");
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copy it from the address bar";
    }
    setTimeout(() => { button.textContent = "Copy link"; }, 1500);
  });
  byId("help-button").addEventListener("click", toggleHelp);
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); byId("middle").focus(); });
  addEventListener("hashchange", () => {
    if (location.hash === linkTo(app.model, app.behaviour, app.stamp)) return;
    byId("notes").replaceChildren();
    showHead(app);
    move(app, opening(app));
  });
  addEventListener("keydown", (event) => pressed(app, event));
}

function toggleHelp() {
  const help = byId("help");
  help.hidden = !help.hidden;
  byId("help-button").setAttribute("aria-expanded", String(!help.hidden));
}

const KEYS = { ArrowLeft: "back", ArrowRight: "on", Home: "to-start", End: "to-end", h: "how", r: "walk",
  "+": "zoom-in", "-": "zoom-out" };

function pressed(app, event) {
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (KEYS[event.key]) byId(KEYS[event.key]).click();
  else if (event.key === "/") byId("query").focus();
  else if (event.key === "?") toggleHelp();
  else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const steps = [...document.querySelectorAll("#steps button:not([disabled])")];
    const now = steps.indexOf(document.activeElement);
    const next = now < 0 ? 0 : (now + (event.key === "ArrowDown" ? 1 : steps.length - 1)) % steps.length;
    steps[next]?.focus();
  } else return;
  event.preventDefault();
}

/** Show the behaviour everywhere: state, steps, history, drawing, address. */
function show(app) {
  const { model, behaviour } = app;
  const state = stateAfter(model, behaviour, behaviour.at);
  const hadFocus = document.activeElement?.closest("#steps, #history") !== null;
  byId("middle").scrollTop = 0;
  showState(app, state);
  showSteps(app, state);
  showRefusals(app, state);
  showHistory(app);
  showStory(app, state);
  byId("back").disabled = byId("to-start").disabled = behaviour.at === 0;
  byId("on").disabled = oneOn(behaviour) === behaviour;
  byId("to-end").disabled = behaviour.at === behaviour.edges.length;
  if (hadFocus) (document.querySelector("#steps button:not([disabled])") ?? byId("back")).focus({ preventScroll: true });
  for (const item of document.querySelectorAll("[data-trace]")) {
    item.setAttribute("aria-pressed", String(Number(item.dataset.trace) === behaviour.trace));
  }
  for (const item of document.querySelectorAll("#states button")) {
    item.toggleAttribute("aria-current", Number(item.dataset.state) === state);
  }
  if (byId("on-path").checked) applyFilter(app);
  if (byId("draw").value === "near") redraw(app);
  app.graph.mark(behaviour, app.kept && new Set(app.kept));
  history.replaceState(null, "", linkTo(model, behaviour, app.stamp));
  Object.assign(document.body.dataset, { state, at: behaviour.at, steps: behaviour.edges.length });
}

function showStory({ model, behaviour }, state) {
  const { at, edges, loop, trace } = behaviour;
  const words = [];
  if (trace >= 0) {
    const { kind, name } = model.data.traces[trace];
    words.push(kind === "given" ? `Trace ${name}.` : `The ${kind} of \u201c${name}\u201d.`);
  }
  words.push(at === 0 ? "At the start." : `After ${counted(at, "step")}${edges.length > at ? ` of ${edges.length}` : ""}.`);
  const nearest = model.level[state];
  if (nearest < 0) words.push("No way to this state lies within what this page holds, but for its trace.");
  else if (nearest === 0 && at > 0) words.push("This is a state it may start in.");
  else if (nearest < at) words.push(`The shortest way here takes ${counted(nearest, "step")}.`);
  if (loop !== null && at === edges.length) words.push(`From here it repeats for ever, from step ${loop + 1}.`);
  byId("story").textContent = words.join(" ");
}

function showState({ model, behaviour }, state) {
  const title = byId("state-title");
  title.replaceChildren(`State #${state}`);
  const label = wholeLabel(model, state, model.controls);
  if (label.length <= TITLE_LETTERS_MAX) title.append(" ", element("span", { class: "control" }, label));
  if (model.final.has(state)) title.append(" ", element("span", { class: "badge" }, "may stop here"));
  else if (isDeadEnd(model, state)) title.append(" ", element("span", { class: "badge bad" }, "dead end"));
  const before = behaviour.at > 0 ? stateAfter(model, behaviour, behaviour.at - 1) : null;
  const changed = new Set(before === null ? [] : changedSlots(model, before, state));
  const rows = model.slots.map((slot, place) => element("tr", { class: changed.has(place) ? "changed" : null },
    element("th", { scope: "row" },
      changed.has(place) ? element("span", { class: "star", "aria-label": "changed" }, "*") : null,
      slot.name),
    element("td", {}, valueOf(model, state, place)),
    element("td", { class: "quiet" }, changed.has(place) ? valueOf(model, before, place) : "")));
  byId("variables").tBodies[0].replaceChildren(...rows);
}

function showSteps(app, state) {
  const { model } = app;
  const edges = edgesFrom(model, state);
  byId("steps-title").textContent = edges.length ? `Steps from here (${edges.length})` : "No step from here";
  const shown = edges.slice(0, STEPS_SHOWN_MAX).map((edge) => stepButton(app, state, edge));
  if (edges.length > shown.length) shown.push(element("p", { class: "note" }, `${edges.length - shown.length} more are not listed.`));
  byId("steps").replaceChildren(...shown);
}

/** Whether the id of a row says nothing that the name of its step does not. */
function isNamedByRule({ rule, label, process }) {
  return rule === label || rule === `${label}@${process}`;
}

function stepButton(app, state, edge) {
  const { model, behaviour } = app;
  const command = commandOf(model, edge);
  const target = model.targets[edge];
  const next = behaviour.edges[behaviour.at] === edge;
  const preview = target < 0
    ? [element("span", { class: "quiet" }, "leads to a state that this page does not hold")]
    : target === state
      ? [element("span", { class: "quiet" }, "nothing changes")]
      : changedSlots(model, state, target).map((slot) => element("span", { class: "change" },
        element("span", { class: "name" }, model.slots[slot].name), ` ${valueOf(model, state, slot)} \u2192 `,
        element("b", {}, valueOf(model, target, slot))));
  const details = [
    command.guard ? `when ${command.guard}` : "",
    command.assumes.length ? `assuming ${command.assumes.join(", ")}` : "",
    command.raises ? `raises ${command.raises}` : "",
  ].filter(Boolean).join("; ");
  return element("button", {
    type: "button", class: `step ${command.kind}`, disabled: target < 0, "aria-current": next ? "step" : null,
    onclick: () => move(app, withStep(behaviour, edge)),
  },
  element("span", { class: "what" }, element("b", {}, stepName(command)), " ",
    isNamedByRule(command) ? null : element("code", {}, command.rule),
    command.kind === "success" ? null : element("span", { class: "kind" }, command.kind),
    next ? element("span", { class: "kind" }, "next") : null,
    element("span", { class: "to" }, target < 0 ? "" : `#${target}`)),
  element("span", { class: "preview" }, ...preview),
  details ? element("span", { class: "guard" }, details) : null,
  command.why ? element("span", { class: "why" }, command.why) : null);
}

function showRefusals({ model }, state) {
  const { refused } = model.data;
  const place = byId("refusals");
  const given = refused ? refused.sets[refused.of[state]].map((kind) => refused.kinds[kind]) : [];
  place.hidden = !given.length;
  place.querySelector("summary").textContent = `${counted(given.length, "operation is", "operations are")} refused here`;
  place.querySelector("ul").replaceChildren(...given.map(([operation, slug, why, id]) => element("li", {},
    element("b", {}, operation), " ", element("code", {}, slug), ` ${id}`, why ? `: ${why}` : "")));
}

function showHistory(app) {
  const { model, behaviour } = app;
  const items = [];
  for (let steps = 0; steps <= behaviour.edges.length; steps++) {
    const state = stateAfter(model, behaviour, steps);
    const edge = behaviour.edges[steps - 1];
    const changes = steps === 0 ? "" : changedSlots(model, model.sources[edge], state)
      .map((slot) => `${model.slots[slot].name} = ${valueOf(model, state, slot)}`).join(", ") || "nothing changes";
    const words = steps === 0 ? "start" : stepName(commandOf(model, edge));
    const kind = steps > behaviour.at ? "ahead" : null;
    items.push(element("li", { class: kind },
      element("button", {
        type: "button", "aria-current": steps === behaviour.at ? "step" : null,
        onclick: () => move(app, { ...behaviour, at: steps }),
      }, element("span", { class: "number" }, `${steps}`), element("b", {}, words), " ",
      element("span", { class: "tag" }, `#${state}`), " ", element("span", { class: "quiet" }, changes)),
      behaviour.loop === steps ? element("span", { class: "loop" }, "from here the steps repeat for ever") : null));
  }
  byId("history").replaceChildren(...items);
  const list = byId("history");
  const now = list.children[behaviour.at];
  list.scrollTop = Math.max(0, now.offsetTop - list.offsetTop - list.clientHeight / 2);
}
