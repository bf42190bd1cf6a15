// Where things stand: graphs in layers, from left to right. Nothing here touches the page.
//
// A drawing is `nodes` (label, layer, hue, what a click selects) and `links` (from, to, whether a
// shortest way takes it). Layers are distances from the start, so a link to the right is progress.

// More nodes than these are drawn too slowly, and cannot be read.
const DRAWN_STATES_MAX = 300;
const DRAWN_NEAR_MAX = 60;
const GROUPS_AT_FIRST_MAX = 40;
const NEAR_STEPS = 2;
const LABEL_LETTERS = 20;
const SWEEPS = 6;
const HUES_MAX = 12;

/** Every state a node of its own. */
function drawingOfStates(model, states, layerOf) {
  const place = new Map(states.map((state, index) => [state, index]));
  const hue = hues(model), label = labels(model, states, model.controls);
  const nodes = states.map((state) => ({
    label: label(state),
    tag: `#${state}`,
    layer: layerOf(state),
    hue: hue(state),
    state,
    size: 1,
    stuck: isDeadEnd(model, state) && !model.final.has(state),
    start: state < model.data.initial,
  }));
  const links = new Map();
  states.forEach((state, from) => {
    for (const edge of edgesFrom(model, state)) {
      const to = place.get(model.targets[edge]);
      if (to === undefined) continue;
      const link = linkOf(links, from, to);
      link.edges.push(edge);
      if (model.reachedBy[model.targets[edge]] === edge) link.leads = true;
    }
  });
  return { nodes, links: [...links.values()], nodeOf: (state) => place.get(state) };
}

/** States with equal values of `slots` are one node. */
function drawingOfGroups(model, slots) {
  const { groups, groupOf } = grouped(model, slots);
  const links = new Map();
  const hue = hues(model), label = labels(model, groups.map(({ state }) => state), slots);
  for (let edge = 0; edge < model.targets.length; edge++) {
    if (model.targets[edge] < 0) continue;
    linkOf(links, groupOf[model.sources[edge]], groupOf[model.targets[edge]]).edges.push(edge);
  }
  const nodes = groups.map(({ state, size }) => ({
    label: label(state) || "all",
    tag: `${size.toLocaleString("en")} state${size === 1 ? "" : "s"}`,
    layer: 0,
    hue: slots.includes(model.controls[0]) ? hue(state) : null,
    state, size,
    stuck: false,
    start: state < model.data.initial,
  }));
  layerByLinks(nodes, [...links.values()]);
  return { nodes, links: [...links.values()], nodeOf: (state) => groupOf[state], slots };
}

/** What lies a few steps around `state`; `cut` says how many more there would be. */
function drawingNear(model, state) {
  const layer = new Map([[state, 0]]);
  let cut = 0;
  for (const direction of [1, -1]) {
    let border = [state];
    for (let step = 1; step <= NEAR_STEPS; step++) {
      const next = [];
      for (const one of border) {
        const edges = direction > 0 ? edgesFrom(model, one) : edgesTo(model, one);
        for (const edge of edges) {
          const other = direction > 0 ? model.targets[edge] : model.sources[edge];
          if (other < 0 || layer.has(other)) continue;
          if (layer.size >= DRAWN_NEAR_MAX) { cut++; continue; }
          layer.set(other, direction * step);
          next.push(other);
        }
      }
      border = next;
    }
  }
  return { ...drawingOfStates(model, [...layer.keys()], (one) => layer.get(one)), cut };
}

function linkOf(links, from, to) {
  const key = `${from} ${to}`;
  if (!links.has(key)) links.set(key, { from, to, edges: [], leads: false });
  return links.get(key);
}

/** The groups of states by their values of `slots`, the nearest state of each first. */
function grouped(model, slots) {
  const numbers = new Map();
  const groups = [];
  const groupOf = new Int32Array(model.count);
  for (let state = 0; state < model.count; state++) {
    let key = "";
    for (const slot of slots) key += `${model.slots[slot].column[state]} `;
    let number = numbers.get(key);
    if (number === undefined) {
      number = groups.length;
      numbers.set(key, number);
      groups.push({ state, size: 0 });
    }
    groups[number].size++;
    groupOf[state] = number;
  }
  return { groups, groupOf };
}

/** The first control variables that together make no more groups than can be drawn. */
function usualGrouping(model) {
  const chosen = [];
  for (const slot of model.controls) {
    if (grouped(model, [...chosen, slot]).groups.length > GROUPS_AT_FIRST_MAX) break;
    chosen.push(slot);
  }
  return chosen;
}

/** Layer groups by their distance from where behaviours start, and mark the links that lead. */
function layerByLinks(nodes, links) {
  const reached = new Set();
  nodes.forEach((node, place) => { if (node.start) reached.add(place); });
  let border = new Set(reached);
  for (let layer = 1; border.size; layer++) {
    const next = new Set();
    for (const link of links) {
      if (!border.has(link.from) || reached.has(link.to)) continue;
      reached.add(link.to);
      nodes[link.to].layer = layer;
      link.leads = true;
      next.add(link.to);
    }
    border = next;
  }
}

/** A hue for each value of the first control variable; none when there are too many values. */
function hues(model) {
  const slot = model.slots[model.controls[0]];
  if (!slot || slot.values.length > HUES_MAX) return () => null;
  return (state) => Math.round((360 * slot.column[state]) / slot.values.length + 210) % 360;
}

/** Name states by `slots`: in whole words if that is short for all of them. */
function labels(model, states, slots) {
  const isShort = states.every((state) => wholeLabel(model, state, slots).length <= LABEL_LETTERS);
  return (state) => (isShort ? wholeLabel(model, state, slots) : stateLabel(model, state, slots, 0));
}

// -- places --------------------------------------------------------------------------------------

/**
 * Give every node its place in an area of this shape: in layers, ordered so that few links cross.
 * Layers are columns or rows, whichever shows the whole larger; `down` says rows.
 */
function placeNodes(drawing, area) {
  const { nodes } = drawing;
  const layers = [...new Set(nodes.map((node) => node.layer))].sort((a, b) => a - b);
  const columns = layers.map(() => []);
  nodes.forEach((node, place) => columns[layers.indexOf(node.layer)].push(place));
  const order = ordered(drawing, columns);
  const isGroups = Boolean(drawing.slots);
  for (const node of nodes) {
    const letters = isGroups ? Math.max(node.label.length, node.tag.length) : node.label.length + node.tag.length + 1;
    node.width = Math.max(50, Math.round(letters * 6.7) + 16);
    node.height = isGroups ? 40 : 22;
  }
  const most = Math.max(...columns.map((column) => column.length));
  const wide = columns.map((column) => Math.max(...column.map((place) => nodes[place].width)));
  const across = {
    width: wide.reduce((sum, width) => sum + width, 0) + (layers.length - 1) * gapFor(most, 50, 90),
    height: most * (nodes[0].height + (isGroups ? 26 : 10)),
  };
  const widest = Math.max(...wide);
  const down = {
    width: most * (widest + 14),
    height: layers.length * nodes[0].height + (layers.length - 1) * gapFor(most, 45, 150),
  };
  const scale = (box) => Math.min(area.width / box.width, area.height / box.height);
  drawing.down = scale(down) > scale(across) * 1.1;
  const box = drawing.down ? down : across;
  // What is left of the area goes between the layers or the nodes of one.
  const room = Math.min(2.2, Math.max(1, (area.height / area.width) * (box.width / box.height)));
  if (drawing.down) {
    const gap = gapFor(most, 45, 150) * room;
    nodes.forEach((node, place) => {
      node.x = order[place] * (widest + 14) - node.width / 2;
      node.y = layers.indexOf(node.layer) * (node.height + gap);
    });
    return;
  }
  let x = 0;
  columns.forEach((column, layer) => {
    for (const place of column) {
      nodes[place].x = x;
      nodes[place].width = wide[layer];
      nodes[place].y = order[place] * (nodes[place].height + (isGroups ? 26 : 10)) * room;
    }
    x += wide[layer] + gapFor(most, 50, 90);
  });
}

/** The room between layers: links to many nodes need more. */
function gapFor(most, least, limit) {
  return Math.max(least, Math.min(limit, most * 5));
}

/** The place of every node in its layer, counted from the layer's middle. */
function ordered({ nodes, links }, columns) {
  const around = nodes.map(() => []);
  for (const { from, to } of links) {
    if (nodes[from].layer === nodes[to].layer) continue;
    around[from].push(to);
    around[to].push(from);
  }
  const order = new Float64Array(nodes.length);
  for (const column of columns) spread(column, order);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? [...columns].reverse() : columns) {
      const wish = new Map(column.map((place) => [place, mean(around[place], order, order[place])]));
      column.sort((a, b) => wish.get(a) - wish.get(b) || a - b);
      spread(column, order);
    }
  }
  return order;
}

/** Number the nodes of a column around its middle. */
function spread(column, order) {
  column.forEach((place, index) => { order[place] = index - (column.length - 1) / 2; });
}

function mean(places, order, otherwise) {
  if (!places.length) return otherwise;
  return places.reduce((sum, place) => sum + order[place], 0) / places.length;
}

/** The path of a link between two placed nodes; `down` says that layers are rows. */
function linkPath(from, to, down) {
  // Written for columns: `a` runs along the layers, `b` across; rows change the two.
  const box = (node) => (down
    ? { a: node.y, b: node.x + node.width / 2, end: node.y + node.height }
    : { a: node.x, b: node.y + node.height / 2, end: node.x + node.width });
  const at = (a, b) => (down ? `${b} ${a}` : `${a} ${b}`);
  const p = box(from), q = box(to);
  if (from === to) {
    const x = from.x + from.width;
    return `M${x - 14} ${from.y}c2 -14 22 -10 14 4`;
  }
  if (p.a === q.a) {
    const bend = 18 + Math.min(60, Math.abs(q.b - p.b) / 6);
    return `M${at(p.end, p.b)}C${at(p.end + bend, p.b)} ${at(q.end + bend, q.b)} ${at(q.end, q.b)}`;
  }
  if (p.a < q.a) {
    const bend = Math.max(30, (q.a - p.end) / 2);
    return `M${at(p.end, p.b)}C${at(p.end + bend, p.b)} ${at(q.a - bend, q.b)} ${at(q.a, q.b)}`;
  }
  const bend = Math.max(30, (p.a - q.end) / 2);
  return `M${at(p.a, p.b + 5)}C${at(p.a - bend, p.b + 5)} ${at(q.end + bend, q.b + 5)} ${at(q.end, q.b + 5)}`;
}
