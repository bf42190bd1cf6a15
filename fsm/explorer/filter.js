// Finding states: what is searched for, and which states it is true of.

const LISTED_MAX = 200;
const SELECT_VALUES_MAX = 60;
const SELECTS_MAX = 40;
// With more control variables than this a state is listed by what differs from the start.
const NAMED_BY_MAX = 4;
const CONDITION = /^(.*?)(!=|<=|>=|=|<|>)(.*)$/;

/** Split a query at spaces; quotes keep a term together and are dropped. */
function termsOf(text) {
  const terms = text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  return terms.map((term) => term.replaceAll('"', ""));
}

/** The tests that a query asks for, or a complaint about a term. */
function readQuery(model, text) {
  const tests = [];
  for (const term of termsOf(text)) {
    const number = /^#(\d+)$/.exec(term);
    const parts = CONDITION.exec(term);
    if (number) {
      tests.push((state) => state === Number(number[1]));
    } else if (parts) {
      const test = condition(model, parts[1], parts[2], parts[3]);
      if (typeof test === "string") return { wrong: test };
      tests.push(test);
    } else {
      tests.push(mention(model, term.toLowerCase()));
    }
  }
  return { tests };
}

/** A test that `name` compares so with `wanted`; a complaint when there is no such variable. */
function condition(model, name, sign, wanted) {
  const slot = model.slots.find((item) => item.name === name);
  if (!slot) {
    const names = model.slots.map((item) => item.name);
    const near = names.filter((item) => item.toLowerCase().includes(name.toLowerCase()));
    return `no variable ${name || "before " + sign}: ${(near.length ? near : names).join(", ")}`;
  }
  const ordered = sign !== "=" && sign !== "!=";
  if (ordered && !/^-?\d+$/.test(wanted)) return `${name} ${sign} wants a whole number`;
  const right = ordered ? Number(wanted) : wanted;
  const compare = {
    "=": (value) => value === right, "!=": (value) => value !== right,
    "<": (value) => value < right, "<=": (value) => value <= right,
    ">": (value) => value > right, ">=": (value) => value >= right,
  }[sign];
  const holds = (ordered ? slot.numbers : slot.values).map(compare);
  return (state) => holds[slot.column[state]];
}

/** A test that some value contains `word`. */
function mention(model, word) {
  const hits = model.slots
    .map((slot) => ({ slot, holds: slot.values.map((value) => value.toLowerCase().includes(word)) }))
    .filter(({ holds }) => holds.includes(true));
  return (state) => hits.some(({ slot, holds }) => holds[slot.column[state]]);
}

/** The states that pass every test, nearest first. */
function statesWith(model, tests) {
  const found = [];
  for (let state = 0; state < model.count; state++) {
    if (tests.every((test) => test(state))) found.push(state);
  }
  return found;
}

/** The states in which a step by `rule` can be taken ("from"), or to which one leads ("to"). */
function statesOfRule(model, rule, way) {
  const byRule = model.commands.map((command) => command.rule === rule);
  const found = new Set();
  model.taken.forEach((command, edge) => {
    if (byRule[command]) found.add(way === "from" ? model.sources[edge] : model.targets[edge]);
  });
  return found;
}

/** The states that some trace visits. */
function statesOnTraces(model) {
  const found = new Set();
  model.data.traces.forEach((_, number) => {
    const way = fromTrace(model, number);
    for (let steps = 0; steps <= way.edges.length; steps++) found.add(stateAfter(model, way, steps));
  });
  return found;
}

// -- the form and the list ------------------------------------------------------------------------

function prepareFilter(app) {
  const { model } = app;
  const rules = new Map(model.commands.map((command) => [command.rule, command]));
  byId("rule").append(element("option", { value: "" }, "any"), ...[...rules.values()].map((command) => element("option",
    { value: command.rule }, command.rule.startsWith(command.label) ? command.rule : `${command.rule} ${stepName(command)}`)));
  const choices = model.slots.map((slot, place) => ({ slot, place }))
    .filter(({ slot }) => slot.values.length > 1 && slot.values.length <= SELECT_VALUES_MAX);
  for (const { slot, place } of choices.slice(0, SELECTS_MAX)) {
    byId("selects").append(element("label", { for: `slot-${place}` }, slot.name),
      element("select", { id: `slot-${place}`, "data-slot": place }, element("option", { value: "" }, "any"),
        ...slot.values.map((value, index) => element("option", { value: index }, value))));
  }
  const others = model.slots.length - Math.min(choices.length, SELECTS_MAX);
  if (others) {
    const words = `${counted(others, "variable has", "variables have")} one value or too many to list; `;
    byId("selects").append(element("p", { class: "quiet" }, `${words}search by name=value.`));
  }
  const form = byId("filter");
  const changed = () => { app.listed = LISTED_MAX; applyFilter(app); app.graph.mark(app.behaviour, app.kept && new Set(app.kept)); };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => { event.preventDefault(); document.querySelector("#states button")?.click(); });
  form.addEventListener("reset", () => setTimeout(changed));
  byId("more").addEventListener("click", () => { app.listed += LISTED_MAX; listStates(app); });
}

/** Every test the form asks for; a complaint about the query is shown beside it. */
function testsOf(app) {
  const { model } = app;
  const query = readQuery(model, byId("query").value);
  byId("query-error").hidden = !query.wrong;
  byId("query-error").textContent = query.wrong ?? "";
  const tests = query.tests ?? [];
  for (const select of document.querySelectorAll("[data-slot]")) {
    if (select.value === "") continue;
    const { column } = model.slots[Number(select.dataset.slot)];
    const value = Number(select.value);
    tests.push((state) => column[state] === value);
  }
  const among = (states) => tests.push((state) => states.has(state));
  if (byId("rule").value) among(statesOfRule(model, byId("rule").value, byId("rule-way").value));
  if (byId("dead").checked) tests.push((state) => isDeadEnd(model, state));
  if (byId("final").checked) among(model.final);
  if (byId("on-trace").checked) among(app.onTraces ??= statesOnTraces(model));
  if (byId("on-path").checked) {
    among(new Set(Array.from({ length: app.behaviour.edges.length + 1 }, (_, steps) => stateAfter(model, app.behaviour, steps))));
  }
  return tests;
}

function applyFilter(app) {
  const tests = testsOf(app);
  app.kept = tests.length ? statesWith(app.model, tests) : null;
  listStates(app);
}

function listStates(app) {
  const { model, kept } = app;
  const count = kept ? kept.length : model.count;
  const shown = Math.min(count, app.listed);
  const now = stateAfter(model, app.behaviour, app.behaviour.at);
  byId("found").textContent = (kept ? `${counted(count, "state")} of ${model.count.toLocaleString("en")}` : counted(count, "state"))
    + (shown < count ? `, the first ${shown} listed` : "");
  byId("more").hidden = shown === count;
  byId("more").textContent = `List ${Math.min(LISTED_MAX, count - shown)} more`;
  byId("states").replaceChildren(...Array.from({ length: shown }, (_, place) => {
    const state = kept ? kept[place] : place;
    const naming = model.controls.length <= NAMED_BY_MAX ? model.controls : [];
    const others = changedSlots(model, 0, state).filter((slot) => !naming.includes(slot))
      .map((slot) => `${model.slots[slot].name} = ${valueOf(model, state, slot)}`);
    return element("li", {}, element("button", {
      type: "button", "data-state": state, "aria-current": state === now, onclick: () => move(app, shortestTo(model, state)),
    }, element("span", { class: "tag" }, `#${state}`), " ", element("b", {}, wholeLabel(model, state, naming)), " ",
    element("span", { class: "quiet" }, others.join(", "))));
  }));
}
