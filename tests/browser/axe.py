"""axe with every rule it has, in a page that is open."""

from axe_playwright_python.sync_playwright import Axe

AXE_SCRIPT = Axe().axe_script
#: The rules that axe leaves off while it calls them experimental are on.
RUN_AXE = """async ([only, without, within]) => {
  const rules = {};
  for (const { ruleId } of axe.getRules(["experimental"])) rules[ruleId] = { enabled: true };
  for (const ruleId of without) rules[ruleId] = { enabled: false };
  const options = only.length ? { runOnly: only } : { rules };
  const { violations } = await axe.run(within ? { include: [within] } : document, { ...options, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
}"""
#: Marks one element for each way that text can look, told by the kinds of all that it stands in; what they are.
MARK_LOOKS = """(known) => {
  const seen = new Set(known), fresh = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement, chain = [];
    if (!text.data.trim() || !element.checkVisibility()) continue;
    for (let each = element; each && each !== document.body; each = each.parentElement)
      chain.push(`${each.localName}.${[...each.classList].sort().join(".")}${each.hasAttribute("style") ? each.getAttribute("style") : ""}`);
    const look = chain.join(" ");
    if (seen.has(look)) continue;
    seen.add(look);
    fresh.push(look);
    element.dataset.look = "";
  }
  return fresh;
}"""


def run_axe(page, only=(), within="", without=()):
    """What axe finds with every rule ``without`` some, or ``only`` some, ``within`` a part of the page."""
    load_axe(page)
    return page.evaluate(RUN_AXE, [list(only), list(without), within])


def load_axe(page):
    """Load axe into a page, once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)


def mark_looks(page, known: set[str]) -> int:
    """Mark an element for each way that text looks on the page and on none before, which join ``known``; how many."""
    fresh = page.evaluate(MARK_LOOKS, list(known))
    known.update(fresh)
    return len(fresh)
