// The list of entries shows what answers the words typed above it, and the kind chosen.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.filter");
  if (!form) return;
  const words = form.querySelector("input");
  const kind = form.querySelector("select");
  const count = form.querySelector(".filter-count");
  const entries = [...document.querySelectorAll(".origin")].map((box) => ({
    box,
    section: box.closest("section"),
    known: find.known({
      id: box.dataset.find,
      label: box.querySelector(".origin-label").textContent,
      text: box.querySelector(".origin-value").textContent,
    }),
  }));
  const show = () => {
    const found = new Set(find.best(entries, words.value));
    let seen = 0;
    for (const entry of entries) {
      const fits = found.has(entry) && (!kind.value || entry.section.id === kind.value);
      entry.box.hidden = !fits;
      seen += fits;
    }
    for (const section of new Set(entries.map((entry) => entry.section))) {
      section.hidden = !section.querySelector(".origin:not([hidden])");
    }
    const all = !words.value.trim() && !kind.value;
    count.textContent = all ? "" : `${seen} of ${entries.length} entries`;
  };
  // What an address leads to is shown, whatever the filter says.
  const clear = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]")) return;
    words.value = kind.value = "";
    show();
    target.scrollIntoView();
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", clear);
  show();
});
