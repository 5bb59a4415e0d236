"""axe with every rule it has, in a page that is open."""

from axe_playwright_python.sync_playwright import Axe

AXE_SCRIPT = Axe().axe_script
#: The rules that axe leaves off while it calls them experimental are on.
RUN_AXE = """async ([only, but]) => {
  const rules = {};
  for (const { ruleId } of axe.getRules(["experimental"])) rules[ruleId] = { enabled: true };
  for (const rule of but) rules[rule] = { enabled: false };
  const options = only.length ? { runOnly: only } : { rules };
  const { violations } = await axe.run(document, { ...options, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
}"""


def run_axe(page, only=(), but=()):
    """What axe finds with every rule, those it calls experimental too; its script is loaded once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN_AXE, [list(only), list(but)])
