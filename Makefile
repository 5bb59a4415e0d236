# The verbs of the report; `make` alone lists them. Those that any report has are in report.mk.

include report.mk

BIOME := .venv/lint/node_modules/.bin/biome

.PHONY: test mutate bench pictures lint fonts

# Three processes keep two processors busy: one of them waits for a page or a kernel. The code is compiled once and kept,
# also where the environment says not to: a hundred processes of the tests load it.
test: .venv/.installed browser validate ## recompute every number, then run the tests; ALL=1 those too that take long
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(if $(ALL),,-m "not long")

# Not a file of results but a question: would a test have noticed? The whole takes one to two hours, a change some
# minutes; it has to be left alone, for what waits too long counts as found.
mutate: .venv/.installed ## break the report in many small ways and see that tests find each; SINCE=commit only what changed
	@PYTHONDONTWRITEBYTECODE= PYTHONPATH=tests:tests/pages $(BIN)/python tests/mutation/run.py $(if $(SINCE),--since "$(SINCE)") $(if $(EVERY),--every $(EVERY))

# Where nothing else runs: what a busy machine gives is shown, and not kept.
bench: .venv/.installed ## time the report beside the plain tools, into the page on speed; ONLY=name one work, ROUNDS=n
	@$(BIN)/python -m benchmarks.run $(if $(ONLY),--only "$(ONLY)") $(if $(ROUNDS),--rounds "$(ROUNDS)")

pictures: .venv/.installed browser ## take a picture of every page of the built book, into _build/pictures
	@[ -f _build/html/index.html ] || { echo "there is no book yet: run make book" >&2; exit 1; }
	@$(BIN)/python tests/pictures.py

lint: .venv/.installed $(BIOME) ## check the code, the style sheets and scripts, and the format
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIOME) lint --config-path=lint --error-on-warnings src/helpers/pages/assets

# What lints style sheets and scripts runs on Node; nothing else here does.
$(BIOME): lint/package-lock.json .venv/.installed
	@command -v npm >/dev/null 2>&1 || { echo "make lint needs npm for the style sheets and scripts: install Node.js 18 or newer" >&2; exit 1; }
	@mkdir -p .venv/lint && cp lint/package.json lint/package-lock.json .venv/lint/
	@npm ci --prefix .venv/lint --silent --no-audit --no-fund
	@touch $@

# The fonts are committed: cut from two npm packages, by a fontTools that nothing else here needs.
fonts: .venv/.installed ## cut the fonts of the pages anew from the typefaces they come from
	@command -v npm >/dev/null 2>&1 || { echo "make fonts needs npm for the typefaces: install Node.js 18 or newer" >&2; exit 1; }
	@mkdir -p .venv/fonts && cp fonts/package.json fonts/package-lock.json .venv/fonts/
	@npm ci --prefix .venv/fonts --silent --no-audit --no-fund
	@$(BIN)/uv run --quiet --no-project --isolated --with fonttools==4.68.0 --with brotli==1.2.0 \
	  python fonts/cut.py .venv/fonts/node_modules src/helpers/pages/assets/fonts
