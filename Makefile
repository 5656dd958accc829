# Everything one does here. `make` alone says what there is.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install run demo test check static fix bench soak coverage lock docs

PORT ?= 8000
PYTHON ?=
COVERAGE_MINIMUM := 85
CODE := convoca tests tools bench

BIN := .venv/bin
CONVOCA := $(BIN)/convoca
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
COMPILE := ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(UPGRADE)

# What the shell around us has set for a real installation is not for tests or rehearsals.
# Compiled modules are kept, whatever it says: every worker and every process of a test loads them.
FORGET := env -u DATABASE_URL -u PYTHONDONTWRITEBYTECODE $(foreach name,$(filter CONVOCA_%,$(.VARIABLES)),-u $(name))
TESTED := $(FORGET) CONVOCA_DATA_DIR=var/test CONVOCA_SECRET_KEY=for-tests-only
REHEARSED := $(FORGET) CONVOCA_DATA_DIR=var/demo CONVOCA_REHEARSAL=1
PYTEST := $(BIN)/python -m pytest
QUICK := not browser and not slow and not soak
ON_BOTH := not browser and not soak and (not slow or parallel)
# Rules without a database, and how pages read: the same on both. `make soak` reads them on both.
ON_ONE := --ignore-glob="tests/*/core" --ignore-glob="tests/*/test_*page*.py" \
	--ignore=tests/portal
# Tables come from the models; tests/foundation/test_migrations.py holds the migrations to them.
AT_ONCE := -n 2 --dist worksteal --no-migrations

help:
	@echo "make install   prepara .venv con la orden «convoca»"
	@echo "make run       abre Convoca en http://127.0.0.1:$(PORT) (otro puerto: make run PORT=8001)"
	@echo "make demo      lo mismo, con una comunidad de ensayo; nada sale de este equipo"
	@echo "make check     formato, estilo, tipos, importaciones, plantillas, migraciones, pruebas rápidas"
	@echo "make test      make check y todo lo demás: las dos bases, el navegador"
	@echo "make fix       arregla lo que una máquina puede arreglar"
	@echo "make bench     mediciones, en tablas"
	@echo "make soak      pruebas que duran minutos a propósito"
	@echo "make coverage  qué ramas y líneas recorren las pruebas"
	@echo "make lock      vuelve a fijar las dependencias (las más nuevas: make lock UPGRADE=--upgrade)"
	@echo "make docs      vuelve a escribir las páginas que salen del código"

# The environment: made once, renewed when a lock changes.

install: .venv/.installed

$(BIN)/python:
	@python="$$(sh tools/find_python.sh '$(PYTHON)')" && echo "Preparando .venv con $$python" \
		&& "$$python" -m venv --clear .venv || { rm -rf .venv; exit 1; }

REQUIRED := $(addprefix requirements/,build.txt base.txt scale.txt mail.txt semantic.txt)

.venv/.installed: $(REQUIRED) pyproject.toml | $(BIN)/python
	@echo "Instalando Convoca; la primera vez toma cerca de un minuto."
	@$(PIP) --require-hashes $(REQUIRED:%=-r %)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.tested: requirements/test.txt .venv/.installed
	@echo "Instalando lo que usan las pruebas."
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

# Running it.

run: install
	@$(CONVOCA) migrate --verbosity 0
	@$(CONVOCA) country load
	@$(CONVOCA) serve --port $(PORT)

demo: install
	@$(REHEARSED) $(CONVOCA) migrate --verbosity 0
	@$(REHEARSED) $(CONVOCA) country load
	@$(REHEARSED) $(CONVOCA) demo
	@$(REHEARSED) $(CONVOCA) serve --port $(PORT)

# Checking it.

check: static
	@echo "· pruebas rápidas"
	@$(TESTED) $(PYTEST) -m "$(QUICK)" $(AT_ONCE)

# Each step is a target too: `make check-types`, or `make --keep-going check` to see them all.
STEPS := format style sizes templates imports dependencies types migrations settings
.PHONY: $(STEPS:%=check-%)
OTHER_STEPS := $(filter-out types,$(STEPS))
# The types take longest on a fresh clone: beside the others.
static: .venv/.tested
	@$(MAKE) --no-print-directory check-types & types=$$!; \
		$(MAKE) --no-print-directory $(OTHER_STEPS:%=check-%) || { wait $$types; exit 1; }; \
		wait $$types

$(STEPS:%=check-%): .venv/.tested

check-format:
	@echo "· formato"
	@$(BIN)/ruff format --quiet --check $(CODE)

check-style:
	@echo "· estilo"
	@$(BIN)/ruff check --quiet $(CODE)

check-sizes:
	@echo "· tamaños"
	@$(BIN)/python tools/sizes.py

check-templates:
	@echo "· plantillas"
	@$(BIN)/djlint --quiet --lint convoca

check-imports:
	@echo "· importaciones"
	@$(BIN)/lint-imports

check-dependencies:
	@echo "· dependencias"
	@$(BIN)/deptry .

check-types:
	@echo "· tipos"
	@$(TESTED) $(BIN)/mypy

check-migrations:
	@echo "· migraciones"
	@$(TESTED) $(CONVOCA) makemigrations --check --dry-run

check-settings:
	@echo "· ajustes documentados"
	@$(TESTED) $(CONVOCA) settings --check

test: static
	@sh tools/test_needs.sh $(BIN)/python
	@if $(BIN)/python tools/postgres.py find >/dev/null; then \
		echo "· pruebas en PostgreSQL" && $(TESTED) $(BIN)/python tools/postgres.py run -- \
		$(PYTEST) -m "$(ON_BOTH)" $(ON_ONE) $(AT_ONCE); fi
	@echo "· pruebas en SQLite"
	@$(TESTED) $(PYTEST) -m "not browser and not soak" $(AT_ONCE) -rs
	@echo "· pruebas en el navegador"
	@$(TESTED) $(PYTEST) -m "browser and not soak" $(AT_ONCE) -rs

fix: .venv/.tested
	@$(BIN)/ruff check --quiet --fix $(CODE) || true
	@$(BIN)/ruff format $(CODE)

bench: .venv/.tested
	@for file in tools/bench_*.py bench/*.py; do $(TESTED) $(BIN)/python "$$file" || exit 1; done

# A third of the tests' time goes into counting lines: by itself, beside `make test`.
coverage: .venv/.tested
	@rm -f .coverage .coverage.*
	@$(TESTED) $(PYTEST) -m "not browser and not soak" $(AT_ONCE) --cov --cov-branch \
		--cov-report=term:skip-covered --cov-fail-under=$(COVERAGE_MINIMUM)

soak: .venv/.tested
	@$(TESTED) $(PYTEST) -m soak
	@$(TESTED) $(PYTEST) tests/*/core --hypothesis-profile=thorough
	@$(TESTED) $(BIN)/python tools/postgres.py run -- $(PYTEST) -m "not browser and not soak" $(AT_ONCE)

# Keeping it.

lock: .venv/.tested
	@cd requirements && $(COMPILE) build.in -o build.txt
	@cd requirements && $(COMPILE) base.in -o base.txt
	@cd requirements && $(COMPILE) -c base.txt scale.in -o scale.txt
	@cd requirements && $(COMPILE) -c base.txt mail.in -o mail.txt
	@cd requirements && $(COMPILE) -c base.txt semantic.in -o semantic.txt
	@cd requirements && $(COMPILE) test.in -o test.txt

docs: .venv/.tested
	@$(TESTED) $(CONVOCA) settings --write
	@if [ -f tools/screenshots.py ]; then $(TESTED) $(BIN)/python tools/screenshots.py; fi
