"""axe with every rule it has, in a page that is open."""

from axe_playwright_python.sync_playwright import Axe

AXE_SCRIPT = Axe().axe_script
#: The rules that axe leaves off while it calls them experimental are on.
RUN_AXE = """async ([only, within]) => {
  const rules = {};
  for (const { ruleId } of axe.getRules(["experimental"])) rules[ruleId] = { enabled: true };
  const options = only.length ? { runOnly: only } : { rules };
  const { violations } = await axe.run(within || document, { ...options, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
}"""


def run_axe(page, only=(), within=""):
    """What axe finds with every rule or ``only`` some, ``within`` a part of the page; its script is loaded once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN_AXE, [list(only), within])
