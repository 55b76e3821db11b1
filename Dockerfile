# syntax=docker/dockerfile:1
# The production image: `make image`. Three stages, so that sources and build tools stay behind.

FROM node:24-trixie-slim AS packages
WORKDIR /app
COPY . .
# Only the manifests matter for the install below; without this its layer would change with every edit.
RUN find packages plugins tests -type f ! -name package.json ! -name yarn.lock -delete \
    && find packages plugins tests -type d -empty -delete

FROM node:24-trixie-slim AS build
WORKDIR /app
COPY --from=packages /app/package.json /app/yarn.lock /app/.yarnrc.yml /app/backstage.json ./
COPY --from=packages /app/.yarn ./.yarn
COPY --from=packages /app/packages ./packages
COPY --from=packages /app/plugins ./plugins
COPY --from=packages /app/tests ./tests
RUN --mount=type=cache,target=/root/.yarn/berry/cache,sharing=locked \
    node .yarn/releases/yarn-*.cjs install --immutable
COPY . .
RUN node .yarn/releases/yarn-*.cjs build:backend \
    && mkdir -p packages/backend/dist/skeleton packages/backend/dist/bundle \
    && tar xzf packages/backend/dist/skeleton.tar.gz -C packages/backend/dist/skeleton \
    && tar xzf packages/backend/dist/bundle.tar.gz -C packages/backend/dist/bundle

FROM node:24-trixie-slim
# git reads and writes the GitOps and report repositories; tini reaps its children.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git tini \
    && rm -rf /var/lib/apt/lists/*
USER node
WORKDIR /app
ENV NODE_ENV=production
COPY --chown=node:node .yarn ./.yarn
COPY --chown=node:node .yarnrc.yml backstage.json package.json yarn.lock ./
COPY --from=build --chown=node:node /app/packages/backend/dist/skeleton ./
RUN --mount=type=cache,target=/home/node/.yarn/berry/cache,sharing=locked,uid=1000,gid=1000 \
    node .yarn/releases/yarn-*.cjs workspaces focus --all --production
COPY --from=build --chown=node:node /app/packages/backend/dist/bundle ./
COPY --chown=node:node app-config.production.yaml ./
COPY --chown=node:node templates ./templates
EXPOSE 7007
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:7007/.backstage/health/v1/readiness').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "packages/backend", "--config", "app-config.production.yaml"]
