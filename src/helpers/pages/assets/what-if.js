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
    const said = rule.outcomes[outcome];
    verdicts[id] = { ...said, because: once(said.because, values), mark: model.marks[outcome] };
  }
  return { figures, values, verdicts };
}

/** A template without the range in brackets after a figure whose own text says as much. */
const once = (template, values) =>
  template.replace(/ \(\{(\w+)\.range\}\)/g, (marker, id) => {
    const { text, range } = values[id].printed;
    return text.includes(range) ? "" : marker;
  });

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

// --- what was typed ------------------------------------------------------------------------------------------------

const SCALES = {
  3: ["thousand", "k", "тыс", "тыс."],
  6: ["million", "m", "mn", "mln", "млн", "млн."],
  9: ["billion", "bn", "млрд", "млрд."],
};
const POWERS = Object.fromEntries(Object.entries(SCALES).flatMap(([power, words]) => words.map((word) => [word, power])));

/** A number as a person types it, `{number}` or `{fault, readings}`. A comma or a blank parts thousands, a point
    decimals; a comma parts decimals where it can mean nothing else. `unit` is {word, whole}. */
function readTyped(text, { word, whole }) {
  const [, plain, sign] = text.trim().toLowerCase().replace(/\s+/g, " ").match(/^(.*?) ?(%|per ?cent)?$/);
  const [, digits, scale] = plain.match(/^([\d., ]*\d) ?([a-zа-я]+\.?)?$/) ?? [];
  const power = scale ? POWERS[scale] : 0;
  if (sign && word !== "percent") return { fault: "percent" };
  if (digits === undefined || power === undefined) return { fault: "digits" };
  const number = (said) => Number(`${said.replace(/[ ,]/g, "")}e${power}`);
  const twoWays = (...readings) => ({ fault: "readings", readings: readings.map(number) });
  if (/^\d+(\.\d+)?$/.test(digits)) {
    const thousands = whole && /^[1-9]\d{0,2}\.\d{3}$/.test(digits);
    return thousands ? twoWays(digits.replace(".", ""), digits) : { number: number(digits) };
  }
  if (/^[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)(\.\d+)?$/.test(digits))
    return power && /^\d+,\d+$/.test(digits) ? twoWays(digits, digits.replace(",", ".")) : { number: number(digits) };
  if (/^\d+,(\d{1,2}|\d{4,})$/.test(digits) && (power || !whole)) return { number: number(digits.replace(",", ".")) };
  return { fault: /[.,]/.test(digits) ? "marks" : "digits" };
}

/** A number as a field shows it (percent for a ratio): thousands parted, without the dust of binary fractions. */
function shown(number, { factor }) {
  const [whole, part] = String(Number((number * factor).toPrecision(factor === 1 ? 15 : 12))).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
}

const stored = (number, { factor }) => (factor === 1 ? number : Number((number / factor).toPrecision(12)));

/** The place of the last digit that is not nought: 100,000 of 200,000, and 0.1 of 0.5. */
function lastPlace(number) {
  const [whole, part] = String(number).split(".");
  return Number(`1e${part ? -part.length : whole.match(/0*$/)[0].length}`);
}

/** The place of the second digit, by which a slider steps. */
const stepPlace = (number) => Number(`1e${Math.floor(Math.log10(number) + 1e-12) - 1}`);

// --- the state: for each input a value and how it is hedged ---------------------------------------------------------

/* The hedge of an input is its own id (the report's figure), the id of another estimate, or of a number of one's own:
   "last" (about, to its last digit), "step" (about, to the slider's step), "exactly", "replaced" (as the figure in
   whose place it stands). `typed` is text that is no number yet; the value is then the last good one. */

const own = (model) =>
  Object.fromEntries(Object.keys(model.inputs).map((id) => [id, { value: model.figures[id].value, hedge: id, typed: null }]));

/** The figure that stands in place of an input's own. */
function figureOf(model, id, { value, hedge }) {
  const { alternatives, quoted } = model.inputs[id], { bound, precision } = model.figures[id];
  if (alternatives[hedge]) return alternatives[hedge];
  if (hedge === id || hedge === "replaced") return { value, bound, precision };
  if (!quoted || hedge === "exactly" || value === 0) return { value, bound: "exact", precision: null };
  return { value, bound: "about", precision: (hedge === "step" ? stepPlace : lastPlace)(value) };
}

const same = (one, other) => ["value", "bound", "precision"].every((name) => one[name] === other[name]);
const isMoved = (model, state, id) => !same(figureOf(model, id, state[id]), model.figures[id]);

/** The figures in place of the report's own; a part that would be more than its whole is at most the whole. */
function replacements(model, state) {
  const replaced = {};
  for (const [id, { parts }] of Object.entries(model.inputs)) {
    const { value, bound, precision } = figureOf(model, id, state[id]);
    replaced[id] = { value, bound, precision };
    for (const part of Object.keys(parts))
      if (intervalOf(model.figures[part]).low > intervalOf(replaced[id]).high)
        replaced[part] = { value, bound: "up_to", precision: null };
  }
  return replaced;
}

// --- the address and the command ----------------------------------------------------------------------------------

/** What differs from the report's own figures: `id=number`, `id=number~hedge`, `id=estimate`, `id=text~typed`. */
function addressOf(model, state) {
  const parts = Object.entries(state).map(([id, { value, hedge, typed }]) => {
    if (typed !== null) return `${id}=${encodeURIComponent(typed)}~typed`;
    if (hedge !== id && model.inputs[id].alternatives[hedge]) return `${id}=${hedge}`;
    const hedged = model.inputs[id].quoted && hedge !== "last" && hedge !== id;
    return isMoved(model, state, id) ? `${id}=${value}${hedged ? `~${hedge}` : ""}` : "";
  });
  return parts.filter(Boolean).join("&");
}

/** The state that an address holds; what cannot be taken from it stands in the field as typed. */
function stateOf(model, address) {
  const state = own(model), given = new URLSearchParams(address);
  for (const [id, input] of Object.entries(model.inputs)) {
    const text = given.get(id);
    const [, digits, hedge = "last"] = text?.match(/^(\d+(?:\.\d+)?)(?:~(exactly|step|replaced))?$/) ?? [];
    if (text === null) continue;
    if (input.alternatives[text]) state[id] = { value: input.alternatives[text].value, hedge: text, typed: null };
    else if (digits === undefined) state[id].typed = text.replace(/~typed$/, "");
    else if (faultOf(model, id, Number(digits), hedge)) state[id].typed = shown(Number(digits), input);
    else state[id] = { value: Number(digits), hedge, typed: null };
  }
  return state;
}

function commandOf(model, state) {
  const parts = Object.entries(replacements(model, state)).map(([id, figure]) => {
    const { value, bound, precision } = figure, input = model.inputs[id];
    if (same(figure, model.figures[id])) return "";
    if (input && !input.quoted) return `-p ${id}=${value}`;
    if (bound === input?.quoted.bound && precision === input.quoted.precision) return `--set ${id}=${value}`;
    return `--set '${id}={value: ${value}, bound: ${bound}${precision === null ? "" : `, precision: ${precision}`}}'`;
  });
  return [model.command, ...parts.filter(Boolean)].join(" ");
}

/** Why a number cannot stand in place of an input, in words; "" where it can. */
function faultOf(model, id, number, hedge) {
  const input = model.inputs[id], { bound, precision } = model.figures[id];
  const low = hedge === "replaced" && bound === "about" ? Math.max(input.low, precision * input.factor) : input.low;
  const limits = [low, input.high].map((limit) => limit.toLocaleString("en-GB", { maximumFractionDigits: 6 }));
  const typed = Number((number * input.factor).toPrecision(15)), plain = /^\d{1,15}(\.\d{1,6})?$/.test(String(typed));
  return plain && typed >= low && typed <= input.high ? "" : filled(model.words.limits, limits);
}

const filled = (template, parts) => template.replace(/\{(\d)\}/g, (_, index) => parts[index]);

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

/** How long a reader rests before the answer is spoken, and the next change is a step of its own to go back over. */
const REST = 600;

class WhatIf {
  constructor(root, model) {
    this.root = root;
    this.model = model;
    this.find = (selector) => root.querySelector(selector);
    this.fields = [...root.querySelectorAll("[data-input]")].map((box) => new Field(box, model, this));
    this.find("form").addEventListener("submit", (event) => event.preventDefault());
    this.find("[data-reset]").addEventListener("click", () => this.take(own(model)));
    window.addEventListener("popstate", () => this.restore());
    this.find("form").hidden = false;
    this.find(".what-if-without").hidden = true;
    for (const part of root.querySelectorAll(".what-if-live")) part.hidden = false;
    this.state = own(model);
    this.restore();
    new ResizeObserver(() => this.draw()).observe(this.find(".what-if-chart"));
  }

  /** What the address says; an address without a state (a heading's) leaves everything as it is. */
  restore() {
    const address = window.location.hash.slice(1);
    if (!address || address.includes("=")) this.state = stateOf(this.model, address);
    for (const field of this.fields) field.fill();
    this.show();
    this.rested = true;
  }

  /** A state chosen in one act: the fields are filled with it. */
  take(state) {
    this.state = state;
    for (const field of this.fields) field.fill();
    this.changed();
  }

  /** An input was changed: everything follows at once, and the address with it, so that nothing typed is lost. */
  changed() {
    this.show();
    this.write();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.rest(), REST);
  }

  /** The address holds the state. The first change after a rest is a step to go back over, others stand in its place. */
  write() {
    const address = addressOf(this.model, this.state);
    if (address === window.location.hash.slice(1)) return;
    const whole = address ? `#${address}` : window.location.pathname + window.location.search;
    try {
      window.history[this.rested ? "pushState" : "replaceState"](null, "", whole);
      this.rested = false;
    } catch {
      // a browser takes only so many in a while; the address follows when the reader rests
    }
  }

  /** The reader rests: what is wrong, or the verdict, is spoken. */
  rest() {
    this.write();
    this.rested = true;
    const faults = this.fields.map((field) => field.explain()).filter(Boolean);
    this.find("[role=status]").textContent = faults[0] ?? this.find("[data-part=verdict]").textContent;
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
      const told = part === "range" && printed.text.includes(printed.range), ranged = cell.closest("[data-ranged]");
      const repeated = told && cell.closest("td") !== null;
      cell.textContent = repeated ? "\u2014" : printed[part];
      cell.classList.toggle("not-on-phone", repeated);
      if (ranged) {
        ranged.hidden = told;
        ranged.nextElementSibling.hidden = !told;
      }
    }
    for (const field of this.fields) field.show(this.result);
    const command = this.find("[data-command]"), link = this.find("[data-carry]");
    if (command) command.textContent = commandOf(model, state);
    if (link) link.hash = addressOf(model, state);
    this.draw();
  }

  draw() {
    const frame = this.find(".what-if-chart"), width = Math.floor(frame.clientWidth);
    if (width) frame.replaceChildren(drawing(this.model, this.result, JSON.parse(frame.dataset.rows), width));
    for (const field of this.fields) field.mark();
  }
}

/** One input of the form: what is typed, its slider with marks, its hedge, and the estimates that may stand in its place. */
class Field {
  constructor(box, model, form) {
    this.id = box.dataset.input;
    this.model = model;
    this.form = form;
    this.input = model.inputs[this.id];
    this.find = (selector) => box.querySelector(selector);
    this.number = this.find("input[type=text]");
    this.slider = this.find("input[type=range]");
    this.hedge = this.find("[data-hedge]");
    this.other = this.find("[data-other]");
    this.marks = this.find(".what-if-marks");
    this.complaint = ""; // what is wrong with a hedge that was not taken
    this.listen();
  }

  get state() {
    return this.form.state[this.id];
  }

  set state(state) {
    this.form.state[this.id] = state;
  }

  listen() {
    this.number.addEventListener("input", () => this.type());
    this.number.addEventListener("change", () => this.tidy());
    this.slider.addEventListener("input", () => this.slide());
    this.hedge?.addEventListener("change", () => this.choose(this.hedge.value));
    this.other?.addEventListener("change", () => this.choose(this.other.value));
    this.marks?.addEventListener("click", (event) => this.press(event));
  }

  /** What the field holds is taken when it is a number; else the last good one stays. */
  type() {
    this.complaint = "";
    const read = readTyped(this.number.value, this.model.units[this.input.unit]);
    const keeps = ["exactly", "replaced"].includes(this.state.hedge), hedge = keeps ? this.state.hedge : "last";
    const value = read.fault ? 0 : stored(read.number, this.input);
    if (read.fault || faultOf(this.model, this.id, value, hedge)) this.state.typed = this.number.value;
    else this.state = { value, hedge, typed: null };
    if (this.state.typed === null) this.explain();
    this.form.changed();
  }

  slide() {
    const { hedge } = this.state, value = sliders[this.input.slider.kind].number(Number(this.slider.value), this.input.slider);
    const keeps = ["exactly", "replaced"].includes(hedge);
    this.state = { value: stored(value, this.input), hedge: keeps ? hedge : "step", typed: null };
    this.fill();
    this.form.changed();
  }

  /** Another hedge, or another estimate with its own. */
  choose(name) {
    const { alternatives } = this.input, { value } = this.state;
    if (!name) return this.form.show(); // a number of one's own is typed
    const fault = alternatives[name] ? "" : faultOf(this.model, this.id, value, name);
    if (!fault) this.state = { value: alternatives[name]?.value ?? value, hedge: name, typed: null };
    this.fill();
    this.form.changed();
    if (fault) this.tell(fault);
    this.complaint = fault;
  }

  /** The mark nearest to where the strip below the slider was pressed. */
  press(event) {
    const at = event.clientX, far = (mark) => Math.abs(mark.getBoundingClientRect().left - at);
    const nearest = [...this.marks.children].reduce((best, mark) => (far(mark) < far(best) ? mark : best));
    this.choose(nearest.dataset.mark);
  }

  /** Puts the state into the field. */
  fill() {
    this.complaint = "";
    this.number.value = this.state.typed ?? shown(this.state.value, this.input);
    this.explain();
  }

  /** Parts the thousands of what was typed. Nothing may move here: the press that left the field is not yet over. */
  tidy() {
    if (this.state.typed === null) this.number.value = shown(this.state.value, this.input);
  }

  /** Says beside the field what is wrong with what is typed, and gives it back; "" where nothing is. */
  explain() {
    const { typed, hedge } = this.state, { words } = this.model;
    let fault = this.complaint;
    if (typed !== null) {
      const read = readTyped(typed, this.model.units[this.input.unit]);
      const parts = read.readings?.map((number) => shown(number, { factor: 1 })) ?? [shown(this.model.figures[this.id].value, this.input)];
      const kept = hedge === "replaced" ? hedge : "last";
      fault = read.fault ? filled(words[read.fault], parts) : faultOf(this.model, this.id, stored(read.number, this.input), kept);
      fault = `${fault} ${words.kept}`;
    }
    this.tell(fault);
    if (fault) this.number.setAttribute("aria-invalid", "true");
    else this.number.removeAttribute("aria-invalid");
    return fault;
  }

  tell(fault) {
    const place = this.find(".what-if-fault");
    place.textContent = fault;
    place.hidden = !fault;
  }

  /** The slider, the hedge and the estimate as the state has them, and how the number is taken. */
  show({ values }) {
    const { hedge, value } = this.state, { slider, alternatives, factor } = this.input;
    const figure = figureOf(this.model, this.id, this.state), units = this.model.units;
    const unit = units[alternatives[hedge]?.unit ?? (hedge === this.id ? this.model.figures[this.id].unit : this.input.unit)];
    const taken = sayIt.say(intervalOf(figure), centralOf(figure), figure.bound, unit, { precision: figure.precision, quoted: true });
    for (const part of ["text", "range"]) {
      const place = this.find(`[data-taken=${part}]`);
      if (place) place.textContent = taken[part];
    }
    const span = this.find("[data-span]");
    if (span) span.hidden = taken.text.includes(taken.range);
    const place = Math.round(sliders[slider.kind].place(value * factor, slider));
    this.slider.value = Math.min(Math.max(place, Number(this.slider.min)), Number(this.slider.max));
    this.slider.setAttribute("aria-valuetext", taken.text);
    const quoted = hedge === this.id || alternatives[hedge];
    if (this.hedge) this.hedge.value = quoted ? "replaced" : hedge;
    if (this.hedge) this.hedge.options[0].textContent = this.model.words[quoted ? "source" : "replaced"];
    if (this.other) this.other.value = alternatives[hedge] ? hedge : isMoved(this.model, this.form.state, this.id) ? "" : this.id;
    this.advise(values);
  }

  /** What a reader may not expect: a percentage that looks like a ratio, and a part that cannot be more than its whole. */
  advise(values) {
    const { words, units, figures } = this.model, said = this.number.value, read = readTyped(said, units[this.input.unit]);
    const advice = [];
    const small = units[this.input.unit].word === "percent" && this.state.hedge === "last" && /^0?[.,]\d+$/.test(said.trim());
    if (small && read.number * 100 <= this.input.high)
      advice.push(filled(words.small, [read.number, read.number * 100].map((each) => `${shown(each, { factor: 1 })} percent`)));
    for (const [part, label] of Object.entries(this.input.parts))
      if (values[part].bound !== figures[part].bound) advice.push(filled(words.part, [label, values[part].printed.text]));
    const place = this.find(".what-if-advice");
    place.textContent = advice.join(" ");
    place.hidden = !advice.length;
  }

  /** A mark below the slider for each estimate, in its number where there is room: the report's own first. */
  mark() {
    if (!this.marks?.clientWidth) return;
    const { slider, factor, alternatives } = this.input, { hedge } = this.state, strip = this.marks;
    const last = Number(this.slider.max), room = strip.clientWidth, taken = [];
    const made = Object.entries(alternatives).map(([id, figure]) => {
      const share = Math.min(Math.max(sliders[slider.kind].place(figure.value * factor, slider) / last, 0), 1);
      const words = sayIt.say(intervalOf(figure), centralOf(figure), figure.bound, this.model.units[figure.unit], { precision: figure.precision, quoted: true });
      return { id, share, words, half: words.number.length * 3.9 + 5 };
    });
    const first = (mark) => (mark.id === hedge) * 2 + (mark.id === this.id);
    strip.replaceChildren(...made.sort((one, other) => first(other) - first(one) || other.share - one.share).map((mark) => {
      const node = document.createElement("span"), label = document.createElement("span");
      const middle = Math.min(Math.max(mark.share * room, mark.half), room - mark.half);
      node.className = mark.id === hedge ? "chosen" : "";
      node.dataset.mark = mark.id;
      node.title = [...this.other.options].find((option) => option.value === mark.id).textContent;
      node.style.left = `${100 * mark.share}%`;
      if (taken.every((other) => Math.abs(other.middle - middle) > other.half + mark.half)) {
        taken.push({ ...mark, middle });
        label.textContent = mark.words.number;
        label.style.left = `${middle - mark.share * room}px`;
        node.append(label);
      }
      return node;
    }));
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
return { evaluate, plainSentence, readTyped };
})();
