# `make` lists what there is to make.

GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

# One PostgreSQL server for everything below it: the one that GMIG_TEST_POSTGRES_URL names, or a
# private one that lives as long as the command.
WITH_POSTGRES = $(GO) run ./internal/testdb/withpostgres

# The shop is a module of its own, which ./... does not reach.
SHOP = examples/shop

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build bin/gmig
	$(GO) build -o bin/gmig .

.PHONY: test
test: ## Run every test, on SQLite and on PostgreSQL (see GMIG_TEST_POSTGRES_URL)
	@counts=$$(mktemp); GMIG_TEST_COUNTS=$$counts $(WITH_POSTGRES) $(GO) test -timeout 20m ./...; status=$$?; \
		echo; echo "How much the tests went through:"; sort $$counts; rm $$counts; exit $$status
	cd $(SHOP) && $(GO) test ./...

PAIRS ?= 1000
.PHONY: soak
soak: ## Take PAIRS=1000 random pairs of models there and back on each engine (see GMIG_SOAK_SEED)
	GMIG_SOAK_SEED=$${GMIG_SOAK_SEED:-random} $(WITH_POSTGRES) \
		$(GO) test -timeout 0 -v -run TestRandomPairs ./autogenerate -pairs $(PAIRS)

.PHONY: race
race: ## Run the tests of what runs concurrently under the race detector
	$(WITH_POSTGRES) $(GO) test -race -timeout 20m -skip 'Killed|Million' ./migrator ./dialect/... ./versions ./gormschema ./cli/...

.PHONY: alembic
alembic: ## Compare the revision graph with Alembic's (needs python3 with alembic)
	$(GO) test -tags alembic -run Alembic ./versions

.PHONY: pgbouncer
pgbouncer: ## Run upgrades through PgBouncer (needs pgbouncer)
	$(WITH_POSTGRES) $(GO) test -tags pgbouncer -run PgBouncer ./migrator

.PHONY: demo
demo: ## Run gmig on the example shop, on SQLite or DATABASE_URL=postgres://...
	@DATABASE_URL='$(DATABASE_URL)' $(SHOP)/demo.sh

.PHONY: demo-postgres
demo-postgres: ## Run the demo on a private PostgreSQL server
	$(WITH_POSTGRES) sh -c 'DATABASE_URL="$$GMIG_TEST_POSTGRES_URL" $(SHOP)/demo.sh'

.PHONY: lint
lint: ## Check the format, vet and staticcheck
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then \
		echo "not formatted, run gofmt -w on:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	cd $(SHOP) && $(GO) vet ./... && $(GO) run $(STATICCHECK) ./...
