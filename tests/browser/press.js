// Presses the controls of a page and says what did not answer. The tests evaluate this in the page; it returns what was
// pressed by kind, the faults, and the addresses that links lead to. ``all`` presses each distinct control, and else of
// those that are alike (doors, entries, folds) a few.
(all) => {
  const FEW = 3;
  const EACH = 12; // entries are folds that the browser itself makes; on the widest page one of so many is pressed
  const pressed = {};
  const faults = [];
  const links = new Set();
  const count = (kind) => { pressed[kind] = (pressed[kind] ?? 0) + 1; };
  const named = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const fault = (element, words) => faults.push(`${words}: ${named(element)}`);
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const reached = (element) => {
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    for (const box of element.getClientRects()) {
      const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
      const hit = document.elementFromPoint(x, box.y + box.height / 2);
      if (hit && (element.contains(hit) || hit.contains(element) && hit.closest("a, button, summary, label") === element.closest("a, button, summary, label"))) return true;
    }
    return false;
  };
  const close = () => { for (const box of document.querySelectorAll(":popover-open")) box.hidePopover(); };
  const whole = (box) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    return isSeen(box) && left >= 0 && right <= innerWidth + 1 && bottom > 0 && top < innerHeight && right - left > 40;
  };

  const leads = (link) => {
    const address = new URL(link.href, location.href);
    if (!address.protocol.startsWith("file")) {
      if (!link.rel.includes("external")) fault(link, "leads away without a word");
      return;
    }
    links.add(address.href);
  };
  const pressLink = (link) => {
    leads(link);
    let refused = false;
    addEventListener("click", (event) => { refused = event.defaultPrevented; event.preventDefault(); }, { once: true });
    link.click();
    if (refused) fault(link, "does not lead on");
    if (link.getAttribute("href") === "#" && !link.closest(".current, .navbar-brand")) fault(link, "leads nowhere");
  };
  const pressOpener = (button) => {
    const box = document.getElementById(button.getAttribute("popovertarget"));
    button.click();
    if (!box?.matches(":popover-open") || !whole(box)) return fault(button, "opens nothing that is seen");
    const shut = box.querySelector(`[popovertarget="${box.id}"]`);
    for (const link of box.querySelectorAll("a[href]")) leads(link);
    if (!shut || !isSeen(shut) || !reached(shut)) fault(button, "what it opens has no button to close it");
    else shut.click();
    if (box.matches(":popover-open")) fault(button, "what it opens does not close");
    close();
  };
  const pressSummary = (summary) => {
    const box = summary.parentElement;
    const before = box.open;
    summary.click();
    if (box.open === before) fault(summary, "does not fold");
    if (box.open && !before && ![...box.children].some((child) => child !== summary && isSeen(child))) fault(summary, "opens nothing");
    summary.click();
  };
  const pressBox = (input) => {
    const before = input.checked;
    const text = document.querySelector("article").innerText;
    input.click();
    if (input.type === "checkbox" && input.checked === before) fault(input, "does not switch");
    if (input.id === "show-code" && document.querySelector("article").innerText === text) fault(input, "shows nothing");
    if (input.checked !== before && input.type === "checkbox") input.click();
  };
  const focusOn = (element) => {
    element.focus({ focusVisible: true });
    if (document.activeElement !== element) return fault(element, "takes no focus");
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    if (outlineStyle === "none" && boxShadow === "none") fault(element, "does not show that it has the focus");
  };

  const kindOf = (element) => {
    if (element.matches("button.value")) return "door";
    if (element.matches("a[href]")) return "link";
    if (element.matches("summary")) return element.closest(".origin") ? "entry" : "fold";
    if (element.matches("label")) return "label";
    if (element.matches("input[type=checkbox], input[type=radio]")) return "box";
    if (element.matches("input, select, textarea")) return "field";
    if (element.matches("button[popovertarget]")) return "menu";
    if (element.matches("button, [role=button]")) return "button";
    return "frame";
  };
  const SELECTOR = "a[href], button:enabled, summary, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, label, [role=button], [tabindex='0']";
  for (const control of document.querySelectorAll("[data-press]")) delete control.dataset.press;
  const done = new Set();
  const controls = [...document.querySelectorAll(SELECTOR)].filter(isSeen);
  for (const control of controls) {
    if (!isSeen(control)) continue;
    const kind = kindOf(control);
    if (kind === "button" || kind === "field") {
      control.dataset.press = String(document.querySelectorAll("[data-press]").length); // a hand presses these
      continue;
    }
    const alike = { door: control.dataset.value, link: control.href?.baseVal ?? control.href, entry: control.closest("details")?.dataset.find }[kind];
    if (alike && done.has(kind + alike)) continue;
    if (!all && ["door", "entry", "fold", "link", "frame"].includes(kind) && (pressed[kind] ?? 0) >= FEW && !control.closest("header, nav, .bd-header-article")) continue;
    if (alike) done.add(kind + alike);
    if (kind === "entry" && done.size % EACH && !control.closest("section > details:first-of-type")) continue;
    count(kind);
    if (kind === "link" && control.closest("#pst-skip-link, .headerlink")) { leads(control); continue; }
    if (control instanceof SVGElement) { links.add(new URL(control.href.baseVal, location.href).href); continue; }
    if (!reached(control)) { fault(control, "lies under something else"); continue; }
    if (kind === "door" || kind === "menu") pressOpener(control);
    else if (kind === "link") pressLink(control);
    else if (kind === "entry" || kind === "fold") pressSummary(control);
    else if (kind === "box") pressBox(control);
    else if (kind === "label") { if (!control.control || !isSeen(control.control)) fault(control, "names no field"); }
    else focusOn(control);
  }
  scrollTo(0, 0);
  return { pressed, faults, links: [...links] };
}
