// What a person types, set beside what is printed: numbers in any of their usual spellings, words, ids, initials.
// biome-ignore lint/correctness/noUnusedVariables: the search and the list of entries use it
const find = (() => {
  const SCALES = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
  const NUMBER =
    /(?<![\d.,])(?:(?<grouped>\d{1,3}(?:(?<sign>[ ,.'’\u00a0\u2009\u202f])\d{3})(?:\k<sign>\d{3})*)(?<fraction>[.,]\d+)?|(?<plain>\d+(?:[.,]\d+)?))(?![\d])(?:\s*(?<scale>thousand|million|billion|trillion)\b)?/giu;
  const PERCENT = /%|\bper ?cent\b/iu;
  const NO_WORD = new Set(["percent", "per", "cent", "thousand", "million", "billion", "trillion", "about", "the", "of", "a"]);

  // The numbers of a text. What is printed has commas between thousands and a point before decimals; what is typed
  // may have either sign for either purpose, and then a second reading.
  const numbersIn = (text) =>
    [...text.replace(/(?<![\d.,])\.(?=\d)/gu, "0.").matchAll(NUMBER)].map(({ groups }) => {
      const scale = SCALES[groups.scale?.toLowerCase()] ?? 1;
      const readings = [];
      if (groups.grouped) {
        const whole = groups.grouped.split(groups.sign).join("");
        const decimal = /^\d+[.,]\d{3}$/u.test(groups.grouped) && !groups.fraction ? groups.grouped.replace(",", ".") : "";
        readings.push(whole + (groups.fraction ?? "").replace(",", "."));
        if (decimal && groups.sign === ".") readings.unshift(decimal);
        else if (decimal) readings.push(decimal);
      } else readings.push(groups.plain.replace(",", "."));
      return { readings: readings.map((reading) => same(Number(reading) * scale)), bare: same(Number(readings[0])) };
    });
  const same = (number) => String(Number(number.toPrecision(12)));

  const printed = (text) => new Set(numbersIn(text).flatMap(({ readings, bare }) => [readings[0], bare]));

  const wordsIn = (text) => text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const stem = (word) => (word.length > 3 ? word.replace(/(?:'s|s)$/u, "") : word);
  const initials = (text) => text.split(/[;,]/u).map((part) => (part.match(/\b\p{Lu}/gu) ?? []).join("").toLowerCase());

  // A query, read once: its numbers, whether they are percentages, its other words, and the id it may be.
  const read = (query) => ({
    numbers: numbersIn(query),
    percent: PERCENT.test(query),
    words: wordsIn(query).filter((word) => !NO_WORD.has(word)),
    id: query.trim().toLowerCase().replace(/[\s-]+/gu, "_"),
    typed: query.trim() !== "",
  });

  // What a figure is to be found by, made once: numbers by how much they say, words, initials.
  const known = ({ id, label, text, range = "", said = "", sentences = "" }) => ({
    id,
    percent: PERCENT.test(`${text} ${range}`),
    numbers: [text, range, label, said].map(printed),
    words: [`${id.replaceAll("_", " ")} ${label}`, `${text} ${said}`, sentences].map(wordsIn),
    initials: initials(said),
  });

  const WEIGHTS = [8, 4, 2, 2];
  // How well a figure answers a query: 0 where it does not. ``reading`` is which spelling of the numbers is meant.
  const weigh = (figure, query, reading = 0) => {
    if (!query.typed) return 1;
    if (query.id === figure.id) return 100;
    if (!query.numbers.length && !query.words.length) return 0;
    let weight = 0;
    for (const number of query.numbers) {
      const value = number.readings[reading] ?? number.readings[0];
      const at = figure.numbers.findIndex((set) => set.has(value));
      if (at < 0 || (query.percent && !figure.percent)) return 0;
      weight += WEIGHTS[at];
    }
    for (const word of query.words) {
      const at = figure.words.findIndex((words) => words.some((each) => each.startsWith(stem(word))));
      const short = word.length > 1 && figure.initials.some((letters) => letters.endsWith(word));
      if (at < 0 && !short) return 0;
      weight += at < 0 ? 2 : [4, 2, 1][at];
    }
    return weight;
  };

  // The figures that answer a query, best first; the second spelling counts where the first finds nothing.
  const best = (figures, text) => {
    const query = read(text);
    for (const reading of [0, 1]) {
      const found = figures.map((figure) => [figure, weigh(figure.known, query, reading)]).filter(([, weight]) => weight > 0);
      if (found.length) return found.sort((one, other) => other[1] - one[1]).map(([figure]) => figure);
    }
    return [];
  };
  return { best, known, read };
})();
