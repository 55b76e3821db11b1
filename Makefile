# Every target works from a fresh clone: what it needs is installed into the checkout first.
# Needed on the machine: git, make, and Node.js 18 or newer with npm.
.DEFAULT_GOAL := help
RUN := sh scripts/run
TS := --require ./node_modules/@backstage/cli/config/nodeTransform.cjs

##@ Use it
.PHONY: dev stop faults fault heal reset
dev: ## Start the portal, its database and the sandbox company; Ctrl-C ends all of it
	@$(RUN) scripts/dev.mjs
stop: ## Stop a `make dev` or `make test` that runs in another terminal, or what a killed one left
	@$(RUN) scripts/stop.mjs
faults: ## List the faults that can be injected, with what they would look like
	@AIOPS_QUIET=1 $(RUN) scripts/sandbox-ctl.mjs faults
fault: ## Break something: make fault NAME=oom-checkout
	@AIOPS_QUIET=1 $(RUN) scripts/sandbox-ctl.mjs fault "$(NAME)"
heal: ## Undo every injected fault
	@AIOPS_QUIET=1 $(RUN) scripts/sandbox-ctl.mjs heal
reset: ## Empty the local database and the sandbox's Git repositories
	@$(RUN) scripts/reset.mjs

##@ Check it
.PHONY: test unit e2e security eval bench bench-accuracy bench-speed load lint fix
test: ## Run every check and test, as CI does
	@$(RUN) scripts/test.mjs
unit: ## Run the unit and plugin tests only
	@$(RUN) scripts/test.mjs unit
e2e: ## Run the browser tests only
	@$(RUN) scripts/test.mjs e2e
security: ## Attack a running portal as members of another team, as nobody and as machines
	@$(RUN) scripts/test.mjs security
eval: ## Inject every fault in fast time and see whether the report names it (SEEDS=1,2,3)
	@$(RUN) $(TS) tests/eval/src/bin.ts
bench: ## Measure what tenancy costs, against a stock app in the same run
	@$(RUN) scripts/bench/tenancy.mjs
load: ## Have fifty people look at logs and metrics for two minutes
	@$(RUN) scripts/load.mjs
bench-accuracy: ## Measure the analysis on public data sets (BENCH_DATA, ARGS=--anonymise)
	@$(RUN) $(TS) tests/bench/accuracy/src/bin.ts $(ARGS)
bench-speed: ## Measure how fast the analysis is, against a peer (ARGS="--lines 50000000")
	@$(RUN) $(TS) tests/bench/speed/src/bin.ts $(ARGS)
lint: ## Type-check, lint and format-check the code, the manifests and the Compose file
	@$(RUN) scripts/test.mjs lint
fix: ## Apply the formatter and the linter's own fixes
	@$(RUN) scripts/fix.mjs

##@ Ship it
.PHONY: build image tenant
build: ## Build the production bundle of backend and frontend
	@$(RUN) scripts/build.mjs
image: ## Build the container image (needs Docker)
	docker build --tag backstage-aiops:local .
tenant: ## Print what a team's namespace needs: make tenant NAMESPACE=team-a-prod TEAM=team-a [PORTAL=Group:aiops-portal]
	@AIOPS_QUIET=1 $(RUN) scripts/tenant.mjs "$(NAMESPACE)" "$(TEAM)" "$(PORTAL)"

##@ Help
.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
