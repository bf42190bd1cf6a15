// The page: what is shown where, and what keys, buttons and links do. Everything is written as text.

function start() {
  const holder = byId("data");
  const model = readModel(JSON.parse(holder.textContent));
  const app = {
    model,
    stamp: holder.dataset.stamp,
    behaviour: behaviourAt(0),
    kept: null, // the states the filter leaves, null for all
    listed: LISTED_MAX,
    graph: graphView(model, byId("graph"), (state) => go(app, state)),
    onTraces: null,
  };
  showHead(app);
  showFindings(app);
  prepareFilter(app);
  prepareGraph(app);
  prepareMoves(app);
  app.behaviour = opening(app);
  applyFilter(app);
  redraw(app);
  show(app);
  app.graph.fit();
}

function byId(id) {
  return document.getElementById(id);
}

/** An element with attributes (`on...` are listeners) and children, strings among them as text. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

// -- what was checked -----------------------------------------------------------------------------

function showHead({ model }) {
  const { data } = model;
  byId("model").textContent = data.model;
  const verdict = byId("verdict");
  verdict.textContent = data.verdict;
  verdict.dataset.verdict = data.verdict;
  byId("parameters").textContent = Object.entries(data.parameters)
    .map(([name, value]) => `${name} = ${value}`).join(", ");
  const of = (wanted) => data.findings.filter((item) => (item.waived === null ? item.verdict : "waived") === wanted);
  const judged = [
    ["violated", of("VIOLATED")], ["undecided", of("INCONCLUSIVE")], ["waived", of("waived")], ["hold", of("HOLDS")],
  ].filter(([, found]) => found.length).map(([word, found]) => `${found.length} ${word}`);
  byId("counts").textContent = [
    data.target && data.target !== data.model ? data.target : "",
    counted(data.found.states, "state"), counted(data.found.edges, "step"),
    `depth ${data.found.depth}`, judged.length ? `findings: ${judged.join(", ")}` : "nothing was asked",
  ].filter(Boolean).join(" \u2502 ");
  const notes = [];
  const left = `${counted(data.beyond, "step leads", "steps lead")} to states that this page does not hold.`;
  if (data.limit !== null) {
    notes.push(`The search met a limit (${data.limit}): what it did not see is neither here nor judged. ${data.beyond ? left : ""}`);
  }
  if (data.nearest < data.found.states) {
    notes.push(`This page holds the ${data.nearest.toLocaleString("en")} states nearest to the start, `
      + `of ${data.found.states.toLocaleString("en")}, and those on traces; ${left} `
      + "Searches, counts in groups and shortest ways speak of what it holds; verdicts, of all that was searched.");
  }
  if (data.free.length) {
    notes.push(`Conditions were free choices, so a behaviour may be impossible with the real ones: ${data.free.join(", ")}.`);
  }
  notes.forEach((text) => note(text));
}

function note(text) {
  byId("notes").append(element("p", { class: "note" }, text));
}

function showFindings(app) {
  const { findings, traces } = app.model.data;
  const list = byId("findings");
  for (const item of findings) {
    const verdict = item.waived === null ? item.verdict : "waived";
    const words = [
      item.text && element("p", { class: "formula" }, item.text),
      item.why && element("p", {}, item.why),
      item.limit && element("p", {}, `limit met: ${item.limit}`),
      item.waived && element("p", {}, `accepted because ${item.waived}`),
    ].filter(Boolean);
    const badge = element("span", { class: "verdict", "data-verdict": verdict }, verdict);
    const head = [badge, " ", element("span", { class: "name" }, item.name)];
    list.append(element("li", {},
      words.length
        ? element("details", { open: item.verdict !== "HOLDS" }, element("summary", {}, ...head), ...words)
        : element("div", {}, ...head),
      item.trace >= 0 ? traceButton(app, item.trace) : null));
  }
  traces.forEach((trace, number) => {
    if (trace.kind !== "given") return;
    list.append(element("li", {}, element("span", { class: "name" }, trace.name), traceButton(app, number)));
  });
  if (!list.children.length) list.append(element("li", { class: "quiet" }, "Nothing was asked."));
}

function traceButton(app, number) {
  const { kind, name, steps, loop } = app.model.data.traces[number];
  const word = kind === "given" ? "trace" : kind;
  const length = steps.length ? counted(steps.length, "step") : "at the start";
  const text = `${word}: ${length}${loop === null ? "" : ", a loop"}`;
  return element("button", {
    type: "button", class: "trace", "data-trace": number, "aria-label": `Step through the ${word} of ${name}, ${length}`,
    onclick: () => { move(app, fromTrace(app.model, number)); byId("on").focus(); },
  }, text);
}
