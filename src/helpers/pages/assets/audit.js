// Colours the numbers of every page by kind while the switch is on; the browser keeps the choice from page to page.
{
  const KEPT = "report-audit";
  const root = document.documentElement;
  const show = (on) => {
    root.toggleAttribute("data-audit", on);
    for (const button of document.querySelectorAll(".audit-switch")) button.setAttribute("aria-pressed", String(on));
  };
  const kept = () => {
    try {
      return localStorage.getItem(KEPT) === "on";
    } catch {
      return false; // a browser may refuse to keep anything for a page from disk
    }
  };
  show(kept());
  addEventListener("DOMContentLoaded", () => show(kept()));
  addEventListener("click", (event) => {
    if (!event.target.closest?.(".audit-switch")) return;
    const on = !root.hasAttribute("data-audit");
    show(on);
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // the page is coloured all the same
    }
  });
}
