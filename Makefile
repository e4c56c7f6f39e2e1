# Two commands; both set themselves up in .venv the first time (Python >= 3.11 is all they need):
#   make run [PHOTOS=/path/to/photos]   opens the window on that folder, or on the demo album
#   make test                           lint, types, layers and all tests

BIN := .venv/bin
READY := .venv/.ready

# The shell reads the folder from the environment, so that spaces and quotes in it do no harm.
export PHOTOS

.PHONY: run test setup

run: setup
	@if [ -n "$$PHOTOS" ]; then \
		$(BIN)/album-organizer gui "$$PHOTOS"; \
	else \
		$(BIN)/album-organizer demo demo_album && $(BIN)/album-organizer gui demo_album; \
	fi

test: export QT_QPA_PLATFORM = offscreen
# Tests run on all cores already; threads inside of each would only wait for each other.
test: export OMP_NUM_THREADS = 1
test: setup
	$(call check,Lint,ruff check .)
	$(call check,Format,ruff format --check .)
	$(call check,Types,mypy)
	$(call check,Layers,lint-imports)
	$(call check,Tests,pytest -n auto --maxprocesses 4 --dist worksteal)

setup: $(READY)
	@$(BIN)/python tools/check_qt.py --install

$(READY): pyproject.toml constraints.txt tools/setup.sh
	@sh tools/setup.sh

define check
@printf '\n== %s: %s\n' '$(1)' '$(2)'; $(BIN)/$(2) || { printf '\n%s failed: %s\n' '$(1)' '$(2)' >&2; exit 1; }
endef
