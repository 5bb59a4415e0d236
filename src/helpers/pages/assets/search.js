// Says under each result of a search what its page says of itself. Opened from disk, the search may not read the pages.
document.addEventListener("DOMContentLoaded", () => {
  const results = document.querySelector("#search-results");
  const describe = (entry) => {
    const link = entry.querySelector("a");
    const page = link && new URL(link.href).pathname.split("/").slice(-2).join("/").replace(/\.html$/, "");
    const words = page && (pageSummaries[page] || pageSummaries[page.split("/").pop()]);
    if (!words || entry.querySelector(".search-summary")) return;
    const line = document.createElement("p");
    line.className = "search-summary";
    line.textContent = words;
    entry.append(line);
  };
  if (results) new MutationObserver(() => results.querySelectorAll("li").forEach(describe)).observe(results, { childList: true, subtree: true });
});
