/* A figure in words: the twin of helpers.figures.wording.say, in JavaScript, for the what-if page.
   A test sets both side by side over thousands of figures. An interval is {low, high}; an infinite end is open. */
globalThis.sayIt = (() => {
  const MINUS = "\u2212";
  const ten = (power) => Number(`1e${power}`); // 10 ** -5 is not everywhere the number nearest to it

  /** To the nearest whole number, a half to the even one, as Python rounds. */
  function nearest(number) {
    const below = Math.floor(number), rest = number - below;
    return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
  }

  function power(number, digits) {
    if (!Number.isFinite(number) || number === 0) return 1;
    return ten(Math.floor(Math.log10(Math.abs(number) * (1 + 1e-12))) - digits);
  }

  function finest(step) {
    for (let exponent = 6; exponent > -10; exponent--) {
      const count = step / ten(exponent), whole = nearest(count);
      const slack = 1e-14 * Math.max(Math.abs(count), Math.abs(whole));
      if (whole && Math.abs(count - whole) <= slack) return ten(exponent);
    }
    return 0;
  }

  function quotedPlace(low, high, middle, bound, step) {
    if (step) return Math.min(finest(step), finest(middle ?? high) || Infinity);
    const finite = [low, high].filter((end) => Number.isFinite(end) && end >= 1e6 && end % 1 === 0);
    if (finite.length < ({ up_to: 1, at_least: 1, between: 2 }[bound] ?? Infinity)) return 0;
    return Math.min(...finite.map(finest));
  }

  /** Whether only one end means anything, whatever the other may be. */
  const oneSided = (bound, low, high) => Number.isFinite({ up_to: high, at_least: low }[bound] ?? Infinity);

  function computedPlace(low, high, middle, whole, bound) {
    let end = { up_to: high, at_least: low }[bound] ?? Infinity;
    if (middle !== null && low === high) end = middle;
    if (Number.isFinite(end)) return whole && Math.abs(end) >= 1 ? 1 : power(end, 2);
    const blurred = power((high - low) / 2, 0);
    const sharp = Math.max(power(Math.max(Math.abs(low), Math.abs(high)), 2), whole ? 1 : 0);
    return bound === "between" ? Math.min(blurred, sharp) : blurred;
  }

  function inMillions(low, high, place) {
    const finite = [low, high].filter((end) => Number.isFinite(end) && end !== 0).map(Math.abs);
    return Math.min(...finite) >= 1e6 && place >= 1000;
  }

  /** toFixed, but a half goes to the even digit, as Python prints. The long form shows whether it is a half. */
  function fixed(number, decimals) {
    const long = number.toFixed(decimals + 24), half = /^50*$/.test(long.slice(-24));
    const cut = long.slice(0, -24).replace(/\.$/, "");
    return half && "02468".includes(cut.slice(-1)) ? cut : number.toFixed(decimals);
  }

  /** Thousands parted by commas, a fixed number of decimals. */
  function grouped(number, decimals) {
    const large = Math.abs(number) >= 1e21; // beyond it toFixed writes an exponent
    const zeros = decimals ? `.${"0".repeat(decimals)}` : "";
    const plain = large ? BigInt(number) + zeros : fixed(number, Math.min(decimals, 76));
    const [whole, part] = plain.split(".");
    return (whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "")).replace("-", MINUS);
  }

  function ownDecimals(number) {
    return Math.abs(number) >= 1e21 ? 0 : number.toFixed(9).replace(/0+$/, "").split(".")[1].length;
  }

  function digits(number, place, towards, million) {
    if (!Number.isFinite(number)) return "open";
    if (number === 0) return "0";
    if (place) {
      const steps = number / place;
      let whole = nearest(steps);
      if (Math.abs(steps - whole) > Math.max(1e-9, 1e-15 * Math.abs(steps)))
        whole = { near: whole, down: Math.floor(steps), up: Math.ceil(steps) }[towards];
      number = whole * place;
    }
    if (million) return `${grouped(number / 1e6, Math.max(0, 6 - nearest(Math.log10(place))))} million`;
    return grouped(number, place ? Math.max(0, -Math.floor(Math.log10(place) + 1e-9)) : ownDecimals(number));
  }

  function words(bound, quoted, middle, low, high, lowText, highText, place, million) {
    if (middle !== null) {
      const number = digits(middle, place, "near", million);
      return [number, bound === "about" ? `about ${number}` : number];
    }
    if (!Number.isFinite(low) && !Number.isFinite(high)) return ["without bound", "without bound"];
    if (bound === "nearly" && Number.isFinite(high)) {
      const number = digits(high, place, "near", million);
      return [number, `nearly ${number}`];
    }
    if (bound === "up_to" && Number.isFinite(high)) return [highText, `${quoted ? "up to" : "at most"} ${highText}`];
    if (!Number.isFinite(high) || (bound === "at_least" && Number.isFinite(low))) return [lowText, `at least ${lowText}`];
    if (!Number.isFinite(low)) return [highText, `at most ${highText}`];
    return [`${lowText} to ${highText}`, `between ${lowText} and ${highText}`];
  }

  function withUnit(number, word, single) {
    if (!word || number === "open" || number === "without bound") return number;
    return `${number} ${number.split(" ").pop() === "1" ? single : word}`;
  }

  function range(low, high, word, single) {
    if (low === "open" && high === "open") return "without bound";
    if (high === "open") return `at least ${withUnit(low, word, single)}`;
    if (low === "open") return `at most ${withUnit(high, word, single)}`;
    return withUnit(low === high ? low : `${low} to ${high}`, word, single);
  }

  /** The printed parts of a figure: text, number, low, high, range. `unit` is {factor, word, single, whole}. */
  function say(interval, central, bound, unit, { precision = null, quoted = false, missing = "not defined" } = {}) {
    if (interval === null) return { text: missing, number: missing, low: "open", high: "open", range: missing };
    const { factor, word, single, whole } = unit;
    const low = interval.low * factor, high = interval.high * factor;
    const middle = central === null ? null : central * factor;
    const step = precision && precision * factor;
    const place = quoted ? quotedPlace(low, high, middle, bound, step) : computedPlace(low, high, middle, whole, bound);
    const million = inMillions(low, high, place);
    const endPlace = quoted && step ? finest(step / 2) : place;
    const isPoint = interval.low === interval.high, only = isPoint && middle !== null;
    const lowText = only ? digits(middle, place, "near", million) : digits(low, endPlace, "down", million);
    const highText = only ? lowText : digits(high, endPlace, "up", million);
    const [number, text] = words(bound, quoted, middle, low, high, lowText, highText, place, million);
    let span = range(lowText, highText, word, single);
    if (oneSided(bound, low, high)) span = withUnit(text, word, single);
    return {
      text: withUnit(text, word, single),
      number,
      low: withUnit(lowText, word, single),
      high: withUnit(highText, word, single),
      range: isPoint ? withUnit(number, word, single) : span,
    };
  }

  return { say, grouped };
})();
