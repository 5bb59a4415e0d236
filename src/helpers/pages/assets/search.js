// The page of search results: figures that answer what was typed come first, each with its entry and where it stands;
// under each page found stands what that page says of itself. Opened from disk, the search may not read the pages.
addEventListener("DOMContentLoaded", () => {
  const results = document.querySelector("#search-results");
  if (!results) return;
  const MOST = 8;
  const make = (name, words = "", className = "") => {
    const made = document.createElement(name);
    made.textContent = words;
    if (className) made.className = className;
    return made;
  };
  const link = (words, address) => {
    const made = make("a", words);
    made.href = address;
    return made;
  };

  const pages = (figure) => {
    const list = make("ul", "", "found-places");
    for (const page of new Set(figure.places.map(([number]) => number))) {
      const [title, path] = figuresIndex.pages[page];
      const [, door, sentence] = figure.places.find(([number]) => number === page);
      const item = make("li");
      item.append(link(title, `${path}#at-${figure.id}-${door}`), make("span", `: ${sentence}`));
      list.append(item);
    }
    return list;
  };
  const entry = (figure) => {
    const item = make("li", "", "found-figure");
    const head = make("p", "", "found-head");
    const range = figure.range && ` (${figure.range})`;
    head.append(link(`${figure.label}: ${figure.text}`, `${figure.entry}#value-${figure.id}`), make("span", range));
    item.append(head, pages(figure));
    return item;
  };
  const list = (figures) => {
    const made = make("ul", "", "found-figures");
    made.append(...figures.map(entry));
    return made;
  };

  const typed = new URLSearchParams(location.search).get("q") ?? "";
  const figures = figuresIndex.figures.map((each) => ({
    ...each,
    known: find.known({ ...each, sentences: each.places.map(([, , sentence]) => sentence).join(" ") }),
  }));
  const found = typed.trim() ? find.best(figures, typed) : [];
  if (found.length) {
    const section = make("section", "", "figures-found");
    section.setAttribute("aria-label", "Figures");
    section.append(make("h2", found.length === 1 ? "One figure" : "Figures"), list(found.slice(0, MOST)));
    if (found.length > MOST) {
      const more = make("details", "", "opens");
      more.append(make("summary", `${found.length - MOST} more`), list(found.slice(MOST)));
      section.append(more);
    }
    results.before(section);
    results.classList.add("after-figures");
  }
  const field = document.querySelector(".bd-search-container input[name=q]");
  if (field) field.value = typed;

  const describe = (item) => {
    const target = item.querySelector("a");
    const page = target && new URL(target.href).pathname.split("/").slice(-2).join("/").replace(/\.html$/, "");
    const words = page && (pageSummaries[page] || pageSummaries[page.split("/").pop()]);
    if (words && !item.querySelector(".search-summary")) item.append(make("p", words, "search-summary"));
  };
  new MutationObserver(() => results.querySelectorAll("ul.search > li").forEach(describe)).observe(results, { childList: true, subtree: true });
});
