/* What if? The report's own formulas over figures that a reader moves. The formulas, figures and sentences come from
   Python in `whatIf`, which the page sets; here they are evaluated at the corners of the intervals, as helpers.figures
   does, and shown. Nothing is asked of the network. */
globalThis.whatIfPage = (() => {
// --- arithmetic that keeps the hedge: the twin of helpers.figures ------------------------------------------------

const FAR = 1e300;

/** What a hedge leaves open around a figure {value, bound, precision, upper}. */
function intervalOf({ value, bound, precision, upper }) {
  if (bound === "about") return { low: value - precision / 2, high: value + precision / 2 };
  if (bound === "nearly") return { low: value - precision / 2, high: value };
  if (bound === "between") return { low: value, high: upper };
  if (bound === "up_to") return { low: 0, high: value };
  return { low: value, high: bound === "at_least" ? Infinity : value };
}

const centralOf = (figure) => (figure.bound === "exact" || figure.bound === "about" ? figure.value : null);

function argumentOf(figure) {
  const { low, high } = intervalOf(figure);
  return figure.unit === "percent" ? { low: low * 0.01, high: high * 0.01 } : { low, high };
}

const openEnds = ([low, high]) => ({ low: low ?? -Infinity, high: high ?? Infinity });

/** The value at one corner; NaN where the formula has none there. */
function at(formula, base) {
  const number = formula(base);
  if (!Number.isNaN(number) || Object.values(base).every(Number.isFinite)) return number;
  const far = Object.fromEntries(Object.entries(base).map(([id, end]) => [id, Math.min(Math.max(end, -FAR), FAR)]));
  const limit = formula(far);
  if (Math.abs(limit) > Math.sqrt(FAR)) return limit < 0 ? -Infinity : Infinity;
  return Math.abs(limit) < 1 / Math.sqrt(FAR) ? 0 : limit;
}

/** The range of a quantity, and which ways its one-sided figures push it; null where it has no value. */
function boundsOf(quantity, figures) {
  const ranges = {};
  for (const id of quantity.rests_on) {
    let { low, high } = argumentOf(figures[id]);
    if (quantity.domain[id]) {
      const ends = openEnds(quantity.domain[id]);
      low = Math.max(low, ends.low);
      high = Math.min(high, ends.high);
      if (low > high || (low === high && (low === ends.low || low === ends.high))) return null;
    }
    ranges[id] = { low, high };
  }
  const open = quantity.rests_on.filter((id) => ranges[id].low !== ranges[id].high);
  let corners = [{}];
  for (const id of open)
    corners = corners.flatMap((corner) => [ranges[id].low, ranges[id].high].map((end) => ({ ...corner, [id]: end })));
  const lows = Object.fromEntries(quantity.rests_on.map((id) => [id, ranges[id].low]));
  const results = corners.map((corner) => at(quantity.formula, { ...lows, ...corner }));
  const known = results.filter((number) => !Number.isNaN(number));
  if (!known.length) return null;
  const pushes = open.map((id) => {
    const { bound } = figures[id];
    if (bound !== "up_to" && bound !== "at_least") return "";
    const side = (end) => results.filter((_, index) => corners[index][id] === ranges[id][end]).map((n) => n || 0);
    const high = side("high"), rising = side("low").every((number, index) => high[index] >= number);
    return rising === (bound === "up_to") ? "up_to" : "at_least";
  });
  return { low: Math.min(...known), high: Math.max(...known), pushes: new Set(pushes.filter(Boolean)) };
}

function middleOf(quantity, figures) {
  const base = {};
  for (const id of quantity.rests_on) {
    const central = centralOf(figures[id]);
    if (central === null) return null;
    base[id] = figures[id].unit === "percent" ? central / 100 : central;
    const ends = openEnds(quantity.domain[id] ?? []);
    if (quantity.domain[id] && !(ends.low < base[id] && base[id] < ends.high)) return null;
  }
  const number = quantity.formula(base);
  return Number.isFinite(number) ? number : null;
}

function derivedBound(interval, central) {
  if (interval === null) return "at_least";
  if (central !== null) return interval.low === interval.high ? "exact" : "about";
  if (!Number.isFinite(interval.low) && !Number.isFinite(interval.high)) return "between";
  if (!Number.isFinite(interval.high)) return "at_least";
  if (!Number.isFinite(interval.low)) return "up_to";
  return interval.pushes.size === 1 ? [...interval.pushes][0] : "between";
}

/** Whether all of an interval lies below a threshold, none of it, or some: "true", "false", "open". */
function outcomeOf(interval, threshold) {
  if (interval === null) return "open";
  if (interval.high < threshold) return "true";
  return interval.low >= threshold ? "false" : "open";
}

/** Every value and verdict of the report for figures that stand in place of its own. */
function evaluate(model, replaced) {
  const figures = {}, values = {}, verdicts = {};
  for (const [id, figure] of Object.entries(model.figures)) {
    figures[id] = { ...figure, ...replaced[id] };
    const { unit, bound, precision } = figures[id], interval = intervalOf(figures[id]);
    const words = sayIt.say(interval, centralOf(figures[id]), bound, model.units[unit], { precision, quoted: true });
    values[id] = { interval, central: centralOf(figures[id]), bound, printed: words };
  }
  for (const [id, quantity] of Object.entries(model.quantities)) {
    const interval = boundsOf(quantity, figures);
    const central = interval && middleOf(quantity, figures);
    const bound = derivedBound(interval, central);
    const words = sayIt.say(interval, central, bound, model.units[quantity.unit], { missing: quantity.missing });
    values[id] = { interval, central, bound, printed: words };
  }
  for (const [id, rule] of Object.entries(model.verdicts)) {
    const interval = values[rule.quantity].interval, threshold = figures[model.threshold].value;
    const outcome = outcomeOf(interval, threshold);
    verdicts[id] = { ...rule.outcomes[outcome], mark: model.marks[outcome] };
  }
  return { figures, values, verdicts };
}

/** A sentence's pieces: words, and [id, printed part] for each marker. The first letter is a capital. */
function sentence(template, values) {
  const pieces = template.split(/(\{[a-z0-9_.]+\})/).filter(Boolean).map((piece) => {
    if (piece[0] !== "{") return { text: piece };
    const [id, part] = piece.slice(1, -1).split(".");
    return { id, part: part ?? "text", text: values[id].printed[part ?? "text"] };
  });
  pieces[0].text = pieces[0].text[0].toUpperCase() + pieces[0].text.slice(1);
  return pieces;
}

const plainSentence = (template, values) => sentence(template, values).map((piece) => piece.text).join("");

// --- the address and the command ----------------------------------------------------------------------------------

/** Only what differs from the report's own figures: [[id, number], …], the hedge of another estimate last. */
function changes(model, state) {
  const moved = (id) => state[id] !== model.figures[id].value || hedgeOf(model, state, id) !== id;
  const given = Object.keys(model.inputs).filter(moved);
  return given.map((id) => [id, state[id]]);
}

/** Whose bound and precision an input keeps: its own, or those of the estimate that was chosen in its place. */
function hedgeOf(model, state, id) {
  return id === model.alternatives_of && state.estimate ? state.estimate : id;
}

function addressOf(model, state) {
  const parts = changes(model, state).map(([id, number]) => `${id}=${number}`);
  return [...parts, ...(state.estimate ? [`estimate=${state.estimate}`] : [])].join("&");
}

function commandOf(model, state) {
  const parts = changes(model, state).map(([id, number]) => {
    if (!model.inputs[id].quoted) return `-p ${id}=${number}`;
    const { bound, precision } = replacement(model, state, id), { quoted } = model.inputs[id];
    if (bound === quoted.bound && precision === quoted.precision) return `--set ${id}=${number}`;
    return `--set '${id}={value: ${number}, bound: ${bound}${precision === null ? "" : `, precision: ${precision}`}}'`;
  });
  return [model.command, ...parts].join(" ");
}

/** The figure that stands in place of an input's own. */
function replacement(model, state, id) {
  const hedge = model.alternatives[hedgeOf(model, state, id)] ?? model.figures[id];
  return { value: state[id], bound: hedge.bound, precision: hedge.precision };
}

const replacements = (model, state) =>
  Object.fromEntries(Object.keys(model.inputs).map((id) => [id, replacement(model, state, id)]));

// --- the form -----------------------------------------------------------------------------------------------------

/** The place of a slider for a number as the field shows it, and back. A step changes the second digit. */
const sliders = {
  log: {
    place(number, { first }) {
      if (number <= 0) return -1;
      const power = Math.floor(Math.log10(number) + 1e-12);
      return (power - first) * 90 + number / Number(`1e${power - 1}`) - 10;
    },
    number: (place, { first }) => Number(`${10 + (place % 90)}e${first + Math.floor(place / 90) - 1}`),
  },
  linear: { place: (number) => number, number: (place) => place },
};

/** A number as the field shows it (percent for a ratio), without the dust of binary fractions. */
const shown = (number, input) => String(Number((number * input.factor).toPrecision(12)));
const stored = (text, input) => Number((Number(text) / input.factor).toPrecision(12));

class WhatIf {
  constructor(root, model) {
    this.root = root;
    this.model = model;
    this.find = (selector) => root.querySelector(selector);
    this.fields = [...root.querySelectorAll("[data-input]")].map((box) => ({
      box,
      id: box.dataset.input,
      number: box.querySelector("input[type=text]"),
      slider: box.querySelector("input[type=range]"),
      fault: box.querySelector(".what-if-fault"),
    }));
    this.select = this.find("select");
    this.state = this.own();
    this.listen();
    this.find("form").hidden = false;
    this.find(".what-if-without").hidden = true;
    for (const part of root.querySelectorAll(".what-if-live")) part.hidden = false;
    this.mark();
    this.restore();
  }

  own() {
    const numbers = Object.keys(this.model.inputs).map((id) => [id, this.model.figures[id].value]);
    return { ...Object.fromEntries(numbers), estimate: "" };
  }

  /** The slider of the input that has other estimates shows where each of them lies. */
  mark() {
    const ticks = this.find("datalist"), { alternatives_of: moved, alternatives } = this.model;
    if (!ticks) return;
    const { factor, slider } = this.model.inputs[moved];
    const places = Object.values(alternatives).map(({ value }) => sliders[slider.kind].place(value * factor, slider));
    ticks.replaceChildren(...[...new Set(places)].map((place) => new Option("", Math.round(place))));
  }

  listen() {
    for (const field of this.fields) {
      const input = this.model.inputs[field.id];
      field.number.addEventListener("input", () => this.type(field));
      field.slider.addEventListener("input", () => {
        field.number.value = sliders[input.slider.kind].number(Number(field.slider.value), input.slider);
        this.type(field);
      });
    }
    this.select?.addEventListener("change", () => this.choose(this.select.value));
    this.find("form").addEventListener("submit", (event) => event.preventDefault());
    this.find("[data-reset]").addEventListener("click", () => {
      this.state = this.own();
      this.fill();
      this.settle();
    });
    window.addEventListener("popstate", () => this.restore());
    new ResizeObserver(() => this.draw()).observe(this.find(".what-if-chart"));
  }

  /** A number was typed or slid: take it when it is one, else say beside the field what is wrong. */
  type(field) {
    if (field.id === this.model.alternatives_of) this.state.estimate = "";
    if (this.check(field)) this.state[field.id] = stored(field.number.value.trim(), this.model.inputs[field.id]);
    this.show();
    this.settleSoon();
  }

  check(field) {
    const input = this.model.inputs[field.id], text = field.number.value.trim();
    const limits = [this.lowest(field.id), input.high];
    let fault = "";
    if (!/^\d+(\.\d+)?$/.test(text)) {
      const example = shown(this.model.figures[field.id].value, input);
      fault = this.model.words.digits.replace("{example}", example);
    } else if (!/^\d{1,15}(\.\d{1,6})?$/.test(text) || Number(text) < limits[0] || Number(text) > limits[1]) {
      const words = limits.map((limit) => limit.toLocaleString("en-GB", { maximumFractionDigits: 6 }));
      fault = this.model.words.limits.replace(/\{(\d)\}/g, (_, index) => words[index]);
    }
    field.fault.textContent = fault;
    field.fault.hidden = !fault;
    field.number.removeAttribute("aria-invalid");
    if (fault) field.number.setAttribute("aria-invalid", "true");
    return !fault;
  }

  /** A figure that is "about" cannot be smaller than the place of its last digit. */
  lowest(id) {
    const { precision } = replacement(this.model, this.state, id);
    return Math.max(this.model.inputs[id].low, precision ?? 0);
  }

  choose(name) {
    const { alternatives_of: moved, alternatives } = this.model;
    if (!alternatives[name]) return;
    this.state.estimate = name === moved ? "" : name;
    this.state[moved] = alternatives[name].value;
    this.fill();
    this.settleSoon();
  }

  /** Puts the state into the fields, then shows it. */
  fill() {
    for (const field of this.fields) {
      field.number.value = shown(this.state[field.id], this.model.inputs[field.id]);
      this.check(field);
    }
    this.show();
  }

  /** What the address says; an address without a state (a heading's) leaves everything as it is. */
  restore() {
    const hash = window.location.hash.slice(1);
    if (hash && !hash.includes("=")) return this.fill();
    const given = new URLSearchParams(hash), bad = [];
    this.state = this.own();
    const { alternatives_of: moved, alternatives } = this.model, estimate = given.get("estimate");
    if (estimate !== moved && alternatives[estimate]?.value === Number(given.get(moved))) this.state.estimate = estimate;
    for (const [id, input] of Object.entries(this.model.inputs)) {
      if (!given.has(id)) continue;
      const text = given.get(id).trim(), number = Number(text) * input.factor;
      if (/^\d+(\.\d+)?$/.test(text) && number >= this.lowest(id) && number <= input.high) this.state[id] = Number(text);
      else bad.push([id, text]);
    }
    this.fill();
    for (const [id, text] of bad) {
      const field = this.fields.find((field) => field.id === id);
      if (!field) continue;
      field.number.value = /^\d+(\.\d+)?$/.test(text) ? shown(Number(text), this.model.inputs[id]) : text;
      this.check(field);
    }
  }

  settleSoon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.settle(), 600);
  }

  /** Once the reader rests: the verdict is spoken and the address can be shared. */
  settle() {
    window.clearTimeout(this.timer);
    const address = addressOf(this.model, this.state);
    if (address !== window.location.hash.slice(1))
      window.history.pushState(null, "", address ? `#${address}` : window.location.pathname + window.location.search);
    this.find("[role=status]").textContent = this.find("[data-part=verdict]").textContent;
  }

  show() {
    const { model, state } = this;
    this.result = evaluate(model, replacements(model, state));
    const { values, verdicts } = this.result;
    const say = (place, template) => place?.replaceChildren(...sentence(template, values).map(piece));
    for (const box of this.root.querySelectorAll("[data-verdict]")) {
      const verdict = verdicts[box.dataset.verdict];
      box.className = `verdict verdict-${verdict.mark}`;
      say(box.querySelector("[data-part=verdict]"), verdict.text);
      say(box.querySelector("[data-part=because]"), verdict.because);
    }
    for (const place of this.root.querySelectorAll("[data-because]")) say(place, verdicts[place.dataset.because].because);
    for (const cell of this.root.querySelectorAll("[data-said]")) {
      const { printed } = values[cell.dataset.value], part = cell.dataset.said;
      const repeated = part === "range" && printed.text.includes(printed.range);
      cell.textContent = repeated ? "\u2014" : printed[part];
      cell.classList.toggle("not-on-phone", repeated);
    }
    for (const field of this.fields) {
      const input = model.inputs[field.id], { slider } = input;
      const place = sliders[slider.kind].place(state[field.id] * input.factor, slider);
      field.slider.value = Math.min(Math.max(Math.round(place), Number(field.slider.min)), Number(field.slider.max));
      field.slider.setAttribute("aria-valuetext", values[field.id].printed.text);
    }
    const moved = model.alternatives_of, untouched = state[moved] === model.figures[moved].value;
    if (this.select) this.select.value = state.estimate || (untouched ? moved : "");
    const command = this.find("[data-command]"), link = this.find("[data-carry]");
    if (command) command.textContent = commandOf(model, state);
    if (link) link.hash = addressOf(model, state);
    this.draw();
  }

  draw() {
    if (!this.result) return;
    const frame = this.find(".what-if-chart"), width = Math.floor(frame.clientWidth);
    if (width) frame.replaceChildren(drawing(this.model, this.result, JSON.parse(frame.dataset.rows), width));
  }
}

/** A piece of a sentence as a node; a number keeps its id. */
function piece({ id, text }) {
  if (!id) return document.createTextNode(text);
  const node = document.createElement("span");
  node.dataset.value = id;
  node.textContent = text;
  return node;
}

// --- the chart ----------------------------------------------------------------------------------------------------

/** The covered shares as intervals on a log scale, beside the threshold. `rows` are [id, label]; width in pixels. */
function drawing(model, { values, figures }, rows, width) {
  const make = (name, attributes, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const narrow = width < 560, step = narrow ? 64 : 48, top = 30, margin = 24, foot = top + rows.length * step;
  const threshold = figures[model.threshold].value;
  const ends = rows.flatMap(([id]) => [values[id].interval?.low, values[id].interval?.high]);
  const seen = [...ends, threshold].filter((end) => Number.isFinite(end) && end > 0).map((end) => Math.log10(end * 100));
  const low = Math.floor(Math.min(-1, ...seen) + 1e-9), high = Math.ceil(Math.max(2, ...seen) - 1e-9);
  const place = (share) => {
    if (share <= 0) return margin - 12;
    if (share === Infinity) return width - margin + 12;
    return margin + ((Math.log10(share * 100) - low) / (high - low)) * (width - 2 * margin);
  };
  const write = (text, x, y, anchor, kind, id) =>
    make("text", { x, y, "text-anchor": anchor, class: kind, ...(id && { "data-value": id }) }, text);
  const size = { width, height: foot + 46, viewBox: `0 0 ${width} ${foot + 46}` };
  const svg = make("svg", { ...size, role: "img", "aria-label": describe(model, values, rows) });
  for (let power = low; power <= high; power += Math.ceil((high - low) / (narrow ? 4 : 8))) {
    const x = place(10 ** (power - 2)), tick = `${sayIt.grouped(10 ** power, Math.max(0, -power))} %`;
    const half = tick.length * 4.2; // a long label at an end stays inside
    svg.append(make("line", { x1: x, x2: x, y1: top, y2: foot, class: "grid" }));
    svg.append(write(tick, Math.min(Math.max(x, half), width - half), foot + 18, "middle", "axis"));
  }
  svg.append(write(model.words.axis, width / 2, foot + 38, "middle", "axis"));
  const limit = place(threshold), words = model.words.limit.replace("{}", values[model.threshold].printed.text);
  const [side, x] = limit < 90 ? ["start", 2] : limit > width - 90 ? ["end", width - 2] : ["middle", limit];
  svg.append(write(words, x, 14, side, "limit", model.threshold));
  svg.append(make("line", { x1: limit, x2: limit, y1: 20, y2: foot, class: "limit" }));
  rows.forEach(([id, label], index) => {
    const { interval, central, printed } = values[id], y = top + index * step, bar = y + (narrow ? 44 : 30);
    const span = printed.text.includes(printed.range) ? "" : printed.range;
    const text = write(printed.text, width, y + 14, "end", "number", id);
    svg.append(write(label, 0, y + 14, "start", "label"), text);
    if (span && narrow) svg.append(write(span, width, y + 30, "end", "axis", id));
    else if (span) text.append(make("tspan", { class: "axis" }, ` (${span})`));
    if (!interval) return;
    const from = place(interval.low), to = place(interval.high), middle = (from + to) / 2, wide = Math.max(to - from, 5);
    svg.append(make("rect", { x: middle - wide / 2, y: bar - 5, width: wide, height: 10, class: "range" }));
    const at = central === null ? null : place(central);
    if (at !== null) svg.append(make("line", { x1: at, x2: at, y1: bar - 9, y2: bar + 9, class: "central" }));
    if (interval.low <= 0) svg.append(make("path", { d: `M${from + 7},${bar - 7} l-8,7 l8,7`, class: "open" }));
    if (interval.high === Infinity) svg.append(make("path", { d: `M${to - 7},${bar - 7} l8,7 l-8,7`, class: "open" }));
  });
  return svg;
}

function describe(model, values, rows) {
  const said = rows.map(([id, label]) => {
    const { text, range } = values[id].printed;
    return `${label}: ${text}${text.includes(range) ? "" : `, ${range}`}`;
  });
  return `${model.words.chart.replace("{}", values[model.threshold].printed.text)} ${said.join("; ")}.`;
}

for (const root of document.querySelectorAll(".what-if")) new WhatIf(root, whatIf);
return { evaluate, plainSentence };
})();
