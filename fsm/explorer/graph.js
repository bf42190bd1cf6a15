// The drawing on the page: nodes, links, what is marked on them, and moving about in it.

const EDGES_DRAWN_MAX = 4000;
const RULES_NAMED_MAX = 3;
// Another row's name is added to a label that stays this short; a single longer one is cut.
const RULE_LETTERS_MAX = 16;
const RULE_CUT_LETTERS = 28;
const TIP_LINES_MAX = 20;
// With more links to label than this, the labels cover each other.
const LABELS_MAX = 14;
// Up to so many edges all are shown at first.
const FEW_EDGES_MAX = 150;

/** A view of drawings in `svg`; `pick(node)` is called for a node that was clicked. */
function graphView(model, svg, pick) {
  const layer = (name) => svg.querySelector(`#${name}`);
  const make = (tag, attributes, parent) => {
    // The namespace is the page's own, so none is written out here.
    const element = document.createElementNS(svg.namespaceURI, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent?.append(element);
    return element;
  };
  const shown = { drawing: null, elements: [], box: null };

  /** Draw anew; returns how many links are left out because there are too many. */
  function show(drawing, lines) {
    shown.drawing = drawing;
    for (const name of ["edges", "marked", "nodes"]) layer(name).replaceChildren();
    if (!drawing) return 0;
    const { nodes } = drawing;
    const wanted = drawing.links.filter((link) => lines === "all" || link.leads);
    wanted.sort((a, b) => Number(b.leads) - Number(a.leads));
    for (const link of wanted.slice(0, EDGES_DRAWN_MAX)) {
      drawLink(link, link.leads ? "link leads" : "link", "tip", layer("edges"));
    }
    shown.elements = nodes.map((node) => drawNode(node, Boolean(drawing.slots)));
    return Math.max(0, wanted.length - EDGES_DRAWN_MAX);
  }

  function drawLink(link, kind, tip, parent) {
    const { nodes, down } = shown.drawing;
    const d = linkPath(nodes[link.from], nodes[link.to], down);
    const path = make("path", { d, class: kind, "marker-end": `url(#${tip})` }, parent);
    const names = new Set(link.edges.map((edge) => commandOf(model, edge)).map((command) => `${command.rule} ${stepName(command)}`));
    make("title", {}, path).textContent = [...names].slice(0, TIP_LINES_MAX).join("\n") + (names.size > TIP_LINES_MAX ? "\n\u2026" : "");
    return path;
  }

  function drawNode(node, isGroup) {
    const kind = ["node", node.stuck && "stuck", node.start && "start", node.hue === null && "plain"];
    const group = make("g", {
      class: kind.filter(Boolean).join(" "),
      transform: `translate(${node.x} ${node.y})`,
      "data-state": node.state,
    }, layer("nodes"));
    if (node.hue !== null) group.style.setProperty("--hue", node.hue);
    make("rect", { width: node.width, height: node.height, rx: 5 }, group);
    if (isGroup) {
      make("text", { x: 8, y: 16 }, group).textContent = node.label;
      make("text", { x: 8, y: 32, class: "tag" }, group).textContent = node.tag;
    } else {
      const text = make("text", { x: 7, y: 15 }, group);
      make("tspan", { class: "tag" }, text).textContent = `${node.tag} `;
      make("tspan", {}, text).textContent = node.label;
    }
    const lines = model.slots.map((slot, place) => `${slot.name} = ${valueOf(model, node.state, place)}`);
    make("title", {}, group).textContent = isGroup
      ? `${node.label}: ${node.tag}; a click shows the nearest, #${node.state}`
      : `#${node.state}${node.stuck ? " (dead end)" : ""}\n${lines.join("\n")}`;
    return group;
  }

  /** Mark the behaviour, the state looked at and what leads from it; dim what `keeps` refuses. */
  function mark(behaviour, keeps) {
    const { drawing } = shown;
    layer("marked").replaceChildren();
    if (!drawing) return;
    const nodeAt = (steps) => drawing.nodeOf(stateAfter(model, behaviour, steps));
    const now = stateAfter(model, behaviour, behaviour.at);
    const onPath = new Set();
    const links = new Map(drawing.links.map((link) => [`${link.from} ${link.to}`, link]));
    for (let steps = 0; steps <= behaviour.edges.length; steps++) {
      onPath.add(nodeAt(steps));
      const link = steps > 0 && links.get(`${nodeAt(steps - 1)} ${nodeAt(steps)}`);
      if (link) {
        const kind = steps <= behaviour.at ? "link path" : "link path ahead";
        drawLink(link, kind, "tip-path", layer("marked"));
      }
    }
    markSteps(drawing, now, links);
    shown.elements.forEach((element, place) => {
      const node = drawing.nodes[place];
      element.classList.toggle("now", place === drawing.nodeOf(now));
      element.classList.toggle("passed", onPath.has(place));
      element.classList.toggle("dim", keeps !== null && !drawing.slots && !keeps.has(node.state));
    });
    keepInSight(drawing.nodes[drawing.nodeOf(now)]);
  }

  /** Draw and label the links that the next step could take. */
  function markSteps(drawing, now, links) {
    const rules = new Map();
    for (const edge of edgesFrom(model, now)) {
      const key = `${drawing.nodeOf(now)} ${drawing.nodeOf(model.targets[edge])}`;
      if (links.has(key)) rules.set(key, (rules.get(key) ?? new Set()).add(commandOf(model, edge).rule));
    }
    for (const [key, names] of rules) {
      const link = links.get(key);
      drawLink(link, "link out", "tip-out", layer("marked"));
      if (rules.size > LABELS_MAX) continue;
      const to = drawing.nodes[link.to];
      const listed = [...names];
      let named = listed.slice(0, RULES_NAMED_MAX);
      while (named.length > 1 && named.join(" ").length > RULE_LETTERS_MAX) named = named.slice(0, -1);
      const more = listed.length - named.length;
      const whole = named.join(" ");
      const cut = whole.length > RULE_CUT_LETTERS ? `${whole.slice(0, RULE_CUT_LETTERS)}\u2026` : whole;
      const words = cut + (more > 0 ? ` +${more}` : "");
      make("text", { class: "rule", ...besideLink(drawing.nodes[link.from], to, drawing.down) }, layer("marked")).textContent = words;
    }
  }

  /** Where the label of a link stands: at its end, beside the node it leads to. */
  function besideLink(from, to, down) {
    if (from === to) return { x: to.x + to.width + 4, y: to.y - 4, "text-anchor": "start" };
    if (down) {
      const above = from.y < to.y;
      return { x: to.x + to.width / 2 + 6, y: above ? to.y - 10 : to.y + to.height + 16, "text-anchor": "start" };
    }
    const before = from.x < to.x;
    return {
      x: before ? to.x - 12 : to.x + to.width + 12,
      y: to.y + to.height / 2 + (before ? -5 : 13),
      "text-anchor": before ? "end" : "start",
    };
  }

  // -- moving about ------------------------------------------------------------------------------

  function look(box) {
    shown.box = box;
    svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
  }

  function fit() {
    if (!shown.drawing?.nodes.length) return;
    const { nodes } = shown.drawing;
    const x = Math.min(...nodes.map((node) => node.x)) - 30;
    const y = Math.min(...nodes.map((node) => node.y)) - 30;
    const w = Math.max(...nodes.map((node) => node.x + node.width)) + 60 - x;
    const h = Math.max(...nodes.map((node) => node.y + node.height)) + 30 - y;
    look(atLeast({ x, y, w, h }));
  }

  /** Widen `box` to the shape of the place, and so far that nothing is larger than life. */
  function atLeast({ x, y, w, h }) {
    const place = svg.getBoundingClientRect();
    const scale = Math.max(w / (place.width || 600), h / (place.height || 400), 0.8);
    const wide = (place.width || 600) * scale, high = (place.height || 400) * scale;
    return { x: x - (wide - w) / 2, y: y - (high - h) / 2, w: wide, h: high };
  }

  function zoom(factor, at = { x: 0.5, y: 0.5 }) {
    if (!shown.box) return;
    const { x, y, w, h } = shown.box;
    look({ x: x + w * at.x * (1 - factor), y: y + h * at.y * (1 - factor), w: w * factor, h: h * factor });
  }

  /** Move so that the state looked at is in the middle, at life size. */
  function find(state) {
    const node = shown.drawing?.nodes[shown.drawing.nodeOf(state)];
    if (node) look(atLeast({ x: node.x, y: node.y, w: node.width, h: node.height }));
  }

  function keepInSight(node) {
    if (!node || !shown.box) return;
    const { x, y, w, h } = shown.box;
    const inside = node.x >= x && node.y >= y && node.x + node.width <= x + w && node.y + node.height <= y + h;
    if (!inside) look({ x: node.x + node.width / 2 - w / 2, y: node.y - h / 2, w, h });
  }

  let drag = null;
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const place = svg.getBoundingClientRect();
    const at = { x: (event.clientX - place.left) / place.width, y: (event.clientY - place.top) / place.height };
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, at);
  }, { passive: false });
  svg.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX, y: event.clientY, box: shown.box, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag?.box || !(event.buttons & 1)) return;
    const place = svg.getBoundingClientRect();
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (Math.abs(dx) + Math.abs(dy) > 4) drag.moved = true;
    if (drag.moved) {
      const { x, y, w, h } = drag.box;
      look({ x: x - (dx * w) / place.width, y: y - (dy * h) / place.height, w, h });
    }
  });
  svg.addEventListener("click", (event) => {
    const node = event.target.closest(".node");
    if (node && !drag?.moved) pick(Number(node.dataset.state));
    drag = null;
  });

  return { show, mark, fit, zoom, find };
}

// -- choosing what is drawn -----------------------------------------------------------------------

function prepareGraph(app) {
  const { model } = app;
  app.groupBy = new Set(usualGrouping(model));
  const place = document.querySelector("#grouping > div");
  place.append(...model.slots.map((slot, number) => element("label", {},
    element("input", {
      type: "checkbox", checked: app.groupBy.has(number),
      onchange: (event) => {
        app.groupBy[event.target.checked ? "add" : "delete"](number);
        byId("draw").value = "groups";
        anew(app);
      },
    }), ` ${slot.name}`)));
  const few = model.count <= DRAWN_STATES_MAX;
  document.querySelector("#draw [value=states]").disabled = !few;
  byId("draw").value = few ? "states" : "groups";
  byId("lines").value = model.targets.length <= FEW_EDGES_MAX || !few ? "all" : "nearest";
  byId("draw").addEventListener("change", () => anew(app));
  byId("lines").addEventListener("change", () => anew(app));
  byId("zoom-in").addEventListener("click", () => app.graph.zoom(1 / 1.3));
  byId("zoom-out").addEventListener("click", () => app.graph.zoom(1.3));
  byId("zoom-fit").addEventListener("click", () => app.graph.fit());
  byId("zoom-here").addEventListener("click", () => app.graph.find(stateAfter(model, app.behaviour, app.behaviour.at)));
}

function anew(app) {
  redraw(app);
  app.graph.mark(app.behaviour, app.kept && new Set(app.kept));
  app.graph.fit();
}

function redraw(app) {
  const { model } = app;
  const mode = byId("draw").value;
  const words = [];
  let drawing = null;
  if (mode === "states") {
    const states = Array.from({ length: model.count }, (_, state) => state);
    const last = Math.max(...model.level) + 1;
    drawing = drawingOfStates(model, states, (state) => (model.level[state] < 0 ? last : model.level[state]));
    words.push(`${counted(model.count, "state")}, in layers by distance from the start`);
  } else if (mode === "near") {
    drawing = drawingNear(model, stateAfter(model, app.behaviour, app.behaviour.at));
    words.push(`${counted(drawing.nodes.length, "state")} at most ${NEAR_STEPS} steps before and after this one`);
    if (drawing.cut) words.push("more are near than are drawn");
  } else {
    const slots = model.slots.map((_, slot) => slot).filter((slot) => app.groupBy.has(slot));
    const { length } = grouped(model, slots).groups;
    if (length <= DRAWN_STATES_MAX) {
      drawing = drawingOfGroups(model, slots);
      words.push(`${counted(length, "group")} by ${slots.map((slot) => model.slots[slot].name).join(", ") || "nothing"}`);
    } else {
      words.push(`${counted(length, "group")} are too many to draw: group by fewer variables`);
    }
  }
  const area = byId("graph").getBoundingClientRect();
  if (drawing) placeNodes(drawing, { width: area.width || 800, height: area.height || 600 });
  const left = app.graph.show(drawing, byId("lines").value);
  if (left) words.push(`${counted(left, "edge is", "edges are")} not drawn`);
  if (mode !== "states" && model.count > DRAWN_STATES_MAX) {
    words.push(`every state is drawn only where there are at most ${DRAWN_STATES_MAX}`);
  }
  byId("drawn").textContent = `${words.join("; ")}.`;
  const hue = model.slots[model.controls[0]];
  byId("key").textContent = [
    hue && hue.values.length <= HUES_MAX ? `Colour: ${hue.name}.` : "",
    "Double frame: start. Red, dashed: dead end. Heavy frame: this state.",
    "Heavy lines: the behaviour. Labels: rows of the next step.",
  ].join(" ");
}
