# Every target sets up what it needs; `make demo` and `make test` are all that a newcomer has to know.
# The first Python that runs and is new enough; a name on the PATH proves nothing (a version manager leaves names that do not run).
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
CASE := demo/el-salvador
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests start the program hundreds of times: without compiled files each start takes two seconds longer.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test coverage lint docs bench lock clean

.venv/ready: requirements.lock pyproject.toml
	@sh tools/python.sh "$(PYTHON)"
	@echo "Setting up Python packages in .venv (once) …"
	@awk -f tools/light.awk requirements.lock > .venv/light.lock
	@$(BIN)/python -m pip install --quiet --require-hashes -r .venv/light.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/system: tools/system.sh .venv/ready
	@sh tools/system.sh
	@touch $@

.venv/spark: .venv/ready
	@echo "Setting up Spark in .venv (once, 450 MB) …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

demo: .venv/ready  ## carry the El Salvador case from a folder of evidence to a report
	@sh examples/demo.sh $(BIN)/habeas $(CASE)

test: .venv/ready .venv/system .venv/spark  ## run the tests
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

coverage: .venv/ready .venv/system .venv/spark  ## run the tests and say which lines and branches none of them runs (half as long again)
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder --cov=habeas --cov-branch --cov-report=term:skip-covered

lint: .venv/ready .venv/spark  ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/ready  ## build the documentation as HTML in docs/_build
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build
	@echo "Open docs/_build/index.html"

bench: .venv/ready .venv/spark  ## measure speed and size on a generated case, releases, rosters, publications, lists of places and of persons; score the reader; try the estimators
	$(BIN)/python bench/run.py
	$(BIN)/python bench/records.py
	$(BIN)/python bench/rosters.py
	$(BIN)/python bench/audit.py speed
	$(BIN)/python bench/places.py
	$(BIN)/python bench/tested.py
	$(BIN)/python bench/linkage/run.py all
	$(BIN)/python bench/reading/score.py --split all
	$(BIN)/python bench/population.py
	$(BIN)/python bench/mse/gate.py
	$(BIN)/python bench/mse/coverage.py
	$(BIN)/python bench/mse/linked.py
	$(BIN)/python bench/mse/latent.py
	$(BIN)/python bench/mse/loglinear.py
	$(BIN)/python bench/mse/peers.py

lock: .venv/ready  ## resolve the dependencies again
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --all-extras \
		--group pyproject.toml:dev --no-annotate --custom-compile-command "make lock" -o requirements.lock pyproject.toml
	@sed -i.old 's/^coverage==/coverage[toml]==/' requirements.lock && rm requirements.lock.old  # pip asks for the extra by name where hashes are required

clean:
	rm -rf .venv demo docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
