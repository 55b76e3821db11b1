// Starts the sandbox and the portal, for `make dev` and for the end-to-end tests.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start, waitFor } from './children.mjs';
import { inData, root } from './paths.mjs';

const SANDBOX_TIMEOUT_MS = 90_000;
const PORTAL_TIMEOUT_MS = 120_000;
const SESSION_SECRET_BYTES = 32;
const TYPESCRIPT = [
  '--require',
  join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
];

/** For a sandbox beside others: every part on a free port. */
export const SANDBOX_ON_FREE_PORTS = Object.fromEntries(
  [
    'CONTROL',
    'KUBERNETES',
    'KUBERNETES_2',
    'LOGS',
    'METRICS',
    'TRACES',
    'OIDC',
    'GIT',
  ].map(part => [`SANDBOX_PORT_${part}`, '0']),
);

/**
 * Starts the sandbox and resolves to its endpoints once it serves.
 * What the environment names (VICTORIALOGS_URL, …) replaces that part of it.
 */
export async function startSandbox({
  stateFile,
  dataDir,
  env = {},
  logFile,
  onExit,
}) {
  rmSync(stateFile, { force: true });
  const child = start(
    'sandbox',
    process.execPath,
    [...TYPESCRIPT, join(root, 'packages/sandbox/src/bin.ts')],
    {
      env: { SANDBOX_STATE_FILE: stateFile, SANDBOX_DATA: dataDir, ...env },
      logFile,
      onExit,
    },
  );
  const state = await waitFor(
    'The sandbox',
    () => existsSync(stateFile) && JSON.parse(readFileSync(stateFile, 'utf8')),
    { timeoutMs: SANDBOX_TIMEOUT_MS, child },
  );
  return { child, state };
}

/** Made at the first start, so that nobody can know it, and kept, so that sign-ins outlive a restart. */
function localSessionSecret() {
  const file = inData('session-secret');
  if (!existsSync(file)) {
    const secret = randomBytes(SESSION_SECRET_BYTES).toString('base64url');
    writeFileSync(file, secret, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

const GIT_PURPOSES = ['catalog', 'gitops', 'reports'];

/** One Git account for each purpose, as GIT_CATALOG_USERNAME, GIT_CATALOG_PASSWORD, … */
function gitAccounts(accounts = {}) {
  return Object.fromEntries(
    GIT_PURPOSES.flatMap(purpose =>
      ['username', 'password'].map(part => [
        `GIT_${purpose.toUpperCase()}_${part.toUpperCase()}`,
        accounts[purpose]?.[part],
      ]),
    ),
  );
}

/** A Git server of your own may, on one machine, be used by one account for everything. */
function sharedAccount(key, user) {
  return user[key.replace(/^GIT_[A-Z]+_(?=USERNAME$|PASSWORD$)/, 'GIT_')];
}

/** The portal's environment: what the user set, else what the sandbox serves. */
export function portalEnv(state, user = process.env) {
  const { kubernetes, clusters, logs, metrics, traces, oidc, git } = state;
  const env = {
    KUBERNETES_URL: kubernetes?.url,
    KUBERNETES_TOKEN: kubernetes?.token,
    KUBERNETES_CA_DATA: kubernetes?.caData,
    KUBERNETES_2_URL: clusters?.[1]?.url,
    KUBERNETES_2_TOKEN: clusters?.[1]?.token,
    VICTORIALOGS_URL: logs?.url,
    VICTORIAMETRICS_URL: metrics?.url,
    JAEGER_URL: traces?.url,
    OIDC_ISSUER: oidc?.issuer,
    OIDC_CLIENT_ID: oidc?.clientId,
    OIDC_CLIENT_SECRET: oidc?.clientSecret,
    OIDC_ORGANIZATION_IDS: oidc?.organizationId,
    OIDC_PROJECT_ID: oidc?.projectId,
    OIDC_SERVICE_TOKEN: oidc?.serviceToken,
    GIT_URL: git?.url,
    ...gitAccounts(git?.portal),
  };
  for (const key of Object.keys(env)) {
    // A part that is switched off is configured by the user's environment alone.
    if (env[key] === undefined)
      env[key] = user[key] ?? sharedAccount(key, user);
    if (env[key] === undefined) delete env[key];
  }
  env.AUTH_SESSION_SECRET = user.AUTH_SESSION_SECRET ?? localSessionSecret();
  // With people and teams from the identity provider, Git must not have them too.
  if (env.OIDC_SERVICE_TOKEN && git) {
    env.CATALOG_FILE = 'catalog-without-people.yaml';
  }
  if (env.GIT_URL) env.GIT_HOST = new URL(env.GIT_URL).host;
  return env;
}

/** The portal's configuration files: the second cluster is there only with the sandbox's own first. */
export function portalConfigs(state) {
  return [
    join(root, 'app-config.yaml'),
    ...(state.clusters?.length > 1
      ? [join(root, 'app-config.sandbox.yaml')]
      : []),
  ];
}

/** Starts the portal's backend, which also serves the built frontend. */
export async function startPortal({
  url,
  env,
  configs,
  command,
  cwd,
  logFile,
  onExit,
}) {
  const [program, ...args] = command ?? [
    process.execPath,
    ...TYPESCRIPT,
    join(root, 'packages/backend/src/index.ts'),
  ];
  const child = start(
    'portal',
    program,
    [...args, ...configs.flatMap(config => ['--config', config])],
    { env, cwd: cwd ?? join(root, 'packages/backend'), logFile, onExit },
  );
  await waitFor(
    'The portal',
    async () => {
      const answer = await fetch(`${url}/.backstage/health/v1/readiness`);
      return answer.ok;
    },
    { timeoutMs: PORTAL_TIMEOUT_MS, child },
  );
  return child;
}
