// The model: its states and steps, shortest ways, and behaviours. Nothing here touches the page.

// A label of many variables ends here; a list and a tooltip show all of them.
const SHORT_LETTERS_MAX = 40;

/** Read what the page holds into arrays that a browser scans quickly. */
function readModel(data) {
  const count = data.count;
  const first = new Int32Array(count + 1);
  data.degrees.forEach((degree, state) => { first[state + 1] = first[state] + degree; });
  const targets = Int32Array.from(data.targets);
  const sources = new Int32Array(targets.length);
  for (let state = 0; state < count; state++) sources.fill(state, first[state], first[state + 1]);
  const slots = data.slots.map((slot) => ({
    name: slot.name,
    control: slot.control,
    values: slot.values,
    numbers: slot.values.map((value) => (/^-?\d+$/.test(value) ? Number(value) : NaN)),
    column: Int32Array.from(slot.column),
  }));
  const model = {
    data, count, first, targets, sources, slots,
    commands: data.commands,
    taken: Int32Array.from(data.taken),
    final: new Set(data.final),
    controls: slots.map((_, slot) => slot).filter((slot) => slots[slot].control),
  };
  if (!model.controls.length) model.controls = [0].slice(0, slots.length);
  model.incoming = incomingEdges(model);
  const from = Array.from({ length: data.initial }, (_, state) => state);
  Object.assign(model, nearestWays(model, from));
  return model;
}

/** For each state the edges that lead to it, as `list[begin[s]] .. list[begin[s + 1]]`. */
function incomingEdges(model) {
  const begin = new Int32Array(model.count + 1);
  for (const target of model.targets) if (target >= 0) begin[target + 1]++;
  for (let state = 0; state < model.count; state++) begin[state + 1] += begin[state];
  const next = begin.slice();
  const list = new Int32Array(begin[model.count]);
  model.targets.forEach((target, edge) => { if (target >= 0) list[next[target]++] = edge; });
  return { begin, list };
}

/** The distance of every state from `from`, -1 where no way leads, and the edge it is reached by. */
function nearestWays(model, from) {
  const level = new Int32Array(model.count).fill(-1);
  const reachedBy = new Int32Array(model.count).fill(-1);
  const queue = new Int32Array(model.count);
  let end = 0;
  for (const state of from) { level[state] = 0; queue[end++] = state; }
  for (let place = 0; place < end; place++) {
    const state = queue[place];
    for (let edge = model.first[state]; edge < model.first[state + 1]; edge++) {
      const target = model.targets[edge];
      if (target >= 0 && level[target] < 0) {
        level[target] = level[state] + 1;
        reachedBy[target] = edge;
        queue[end++] = target;
      }
    }
  }
  return { level, reachedBy };
}

function edgesFrom(model, state) {
  const edges = [];
  for (let edge = model.first[state]; edge < model.first[state + 1]; edge++) edges.push(edge);
  return edges;
}

function edgesTo(model, state) {
  const { begin, list } = model.incoming;
  return Array.from(list.subarray(begin[state], begin[state + 1]));
}

function isDeadEnd(model, state) {
  return model.first[state] === model.first[state + 1];
}

function valueOf(model, state, slot) {
  return model.slots[slot].values[model.slots[slot].column[state]];
}

/** The slots whose values differ between two states. */
function changedSlots(model, before, after) {
  const changed = [];
  model.slots.forEach((slot, place) => {
    if (slot.column[before] !== slot.column[after]) changed.push(place);
  });
  return changed;
}

function commandOf(model, edge) {
  return model.commands[model.taken[edge]];
}

/** `label` of a command, with who takes the step. */
function stepName(command) {
  return command.process ? `${command.process}: ${command.label}` : command.label;
}

/** Values in a few letters: as many as tell the values of their variable apart. */
function shortener(model) {
  const lengths = model.slots.map((slot) => {
    let length = 3;
    const longest = Math.max(...slot.values.slice(0, 200).map((value) => value.length));
    while (length < longest
      && new Set(slot.values.map((value) => value.slice(0, length))).size < slot.values.length) {
      length++;
    }
    return length;
  });
  return (slot, text) => text.slice(0, lengths[slot]);
}

function wholeLabel(model, state, slots) {
  return slots.map((slot) => named(model, slot, valueOf(model, state, slot))).join(" \u00b7 ");
}

/** The values of a control variable speak for themselves; others need its name. */
function named(model, slot, text) {
  return model.slots[slot].control ? text : `${model.slots[slot].name}=${text}`;
}

/** Name a state by the values of `slots`: in whole if that takes at most `most` letters. */
function stateLabel(model, state, slots, most) {
  const whole = wholeLabel(model, state, slots);
  if (whole.length <= most) return whole;
  model.short ??= shortener(model);
  const short = slots
    .map((slot) => named(model, slot, model.short(slot, valueOf(model, state, slot)))).join("\u00b7");
  return short.length <= SHORT_LETTERS_MAX ? short : `${short.slice(0, SHORT_LETTERS_MAX - 1)}\u2026`;
}

// -- behaviours ----------------------------------------------------------------------------------
//
// A behaviour is a start, the edges taken from it, and `at`: how many of them lead to the state that
// is looked at. `loop` is the number of steps after which the part begins that repeats for ever, or
// null. `trace` is the number of the trace it was loaded from, or -1.

function behaviourAt(start) {
  return { start, edges: [], at: 0, loop: null, trace: -1 };
}

function stateAfter(model, behaviour, steps) {
  return steps === 0 ? behaviour.start : model.targets[behaviour.edges[steps - 1]];
}

/** A shortest behaviour that ends in `state`; one that starts there if no way leads to it. */
function shortestTo(model, state) {
  const edges = [];
  let at = state;
  while (model.reachedBy[at] >= 0) {
    edges.push(model.reachedBy[at]);
    at = model.sources[model.reachedBy[at]];
  }
  return { start: at, edges: edges.reverse(), at: edges.length, loop: null, trace: -1 };
}

/** The behaviour after taking `edge` from the state looked at; what came after it is dropped. */
function withStep(behaviour, edge) {
  const { edges, at } = behaviour;
  if (edges[at] === edge) return { ...behaviour, at: at + 1 };
  return { ...behaviour, edges: [...edges.slice(0, at), edge], at: at + 1, loop: null, trace: -1 };
}

/** One step on along what is loaded; the end of a loop goes on where the loop begins. */
function oneOn(behaviour) {
  const { edges, at, loop } = behaviour;
  if (at < edges.length) return { ...behaviour, at: at + 1 };
  return loop === null || loop >= edges.length ? behaviour : { ...behaviour, at: loop + 1 };
}

function fromTrace(model, number) {
  const { start, steps, loop } = model.data.traces[number];
  return { ...followed(model, start, steps), at: 0, loop, trace: number };
}

/** The behaviour from `start` by taking, in each state, the edge at this place among its edges. */
function followed(model, start, places) {
  const edges = [];
  let state = start;
  for (const place of places) {
    const edge = model.first[state] + place;
    if (edge >= model.first[state + 1] || model.targets[edge] < 0) return null;
    edges.push(edge);
    state = model.targets[edge];
  }
  return { ...behaviourAt(start), edges, at: edges.length };
}

// -- links ---------------------------------------------------------------------------------------
//
// #s=0&p=3.1.0&at=2&loop=1&v=0a1b2c3d   the start, the place of each edge among those of its state,
//                                       the step looked at, the loop, the stamp of the data
// #state=12                             a shortest behaviour to state 12
// #trace=1                              trace 1, at its start; &at=2 at its second step

function linkTo(model, behaviour, stamp) {
  const { edges, at, loop, start } = behaviour;
  const fields = behaviour.trace >= 0 ? [`trace=${behaviour.trace}`, `at=${at}`] : [`s=${start}`];
  if (behaviour.trace < 0 && edges.length) {
    fields.push(`p=${edges.map((edge) => edge - model.first[model.sources[edge]]).join(".")}`);
    fields.push(`at=${at}`);
    if (loop !== null) fields.push(`loop=${loop}`);
  }
  return `#${[...fields, `v=${stamp}`].join("&")}`;
}

/** The behaviour a link names, or a complaint. */
function readLink(model, hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const whole = (name, most) => {
    const text = fields.get(name) ?? "";
    return /^\d+$/.test(text) && Number(text) <= most ? Number(text) : null;
  };
  let found = null;
  if (fields.has("trace")) {
    const trace = whole("trace", model.data.traces.length - 1);
    if (trace === null) return { wrong: "it names a trace that this page does not hold" };
    found = fromTrace(model, trace);
  } else if (fields.has("state") || fields.has("s")) {
    const name = fields.has("state") ? "state" : "s";
    const state = whole(name, model.count - 1);
    if (state === null) return { wrong: "it names a state that this page does not hold" };
    const places = (fields.get("p") ?? "").split(".").filter((place) => place !== "");
    if (!places.every((place) => /^\d+$/.test(place))) return { wrong: "its steps are no numbers" };
    found = name === "state" ? shortestTo(model, state) : followed(model, state, places.map(Number));
    if (found === null) return { wrong: "it takes a step that this page does not hold" };
  } else {
    return { wrong: "it names neither a state nor a trace" };
  }
  if (fields.has("at")) found.at = whole("at", found.edges.length) ?? found.at;
  if (fields.has("loop")) found.loop = whole("loop", found.edges.length);
  return { behaviour: found, stamp: fields.get("v") };
}
