// `make load`: fifty people look at their logs and metrics for two minutes, on real stores.
// LOAD_PEOPLE and LOAD_SECONDS change that. See tests/load/README.md.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  run,
  start,
  stopAll,
  stopAllOnSignals,
  waitFor,
} from './lib/children.mjs';
import { inData, root } from './lib/paths.mjs';
import {
  portalConfigs,
  portalEnv,
  SANDBOX_ON_FREE_PORTS,
  startPortal,
  startSandbox,
} from './lib/stack.mjs';
import { realStores } from './test/realStores.mjs';
import { temporaryPostgres } from './test/unit.mjs';

const TYPESCRIPT = [
  '--require',
  join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
];
const load = (...path) => join(root, 'tests/load', ...path);
const PROXIES_TIMEOUT_MS = 30_000;
/** `maxConcurrency` of app-config.load.yaml. */
const LIMIT = 8;

async function startProxies(stores) {
  const file = inData('load-proxies.json');
  rmSync(file, { force: true });
  const child = start(
    'proxies',
    process.execPath,
    [...TYPESCRIPT, load('src/proxies.ts')],
    { env: { LOAD_STORES: JSON.stringify(stores), LOAD_PROXIES_FILE: file } },
  );
  return waitFor(
    'The proxies',
    () => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')),
    { timeoutMs: PROXIES_TIMEOUT_MS, child },
  );
}

async function main() {
  const stores = await realStores();
  const url = `http://localhost:${await freePort()}`;
  rmSync(inData('load-git'), { recursive: true, force: true });
  const { state } = await startSandbox({
    stateFile: inData('load-sandbox.json'),
    dataDir: inData('load-git'),
    env: { PORTAL_URL: url, ...SANDBOX_ON_FREE_PORTS, ...stores },
    logFile: inData('load-sandbox.log'),
  });
  const logs = state.logs?.url ?? stores.VICTORIALOGS_URL;
  const metrics = state.metrics?.url ?? stores.VICTORIAMETRICS_URL;
  const proxies = await startProxies({ logs, metrics });
  const postgres = await temporaryPostgres('load');
  const portal = await startPortal({
    url,
    configs: [...portalConfigs(state), load('app-config.load.yaml')],
    env: {
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      PORTAL_URL: url,
      PORTAL_PORT: new URL(url).port,
      GITOPS_WORKING_DIRECTORY: inData('load-mirrors'),
      ...postgres.env,
      ...portalEnv(state, { ...process.env, ...stores }),
      VICTORIALOGS_URL: proxies.stores.logs,
      VICTORIAMETRICS_URL: proxies.stores.metrics,
    },
    logFile: inData('load.log'),
  });
  const { code } = await run(
    'load',
    process.execPath,
    [...TYPESCRIPT, load('src/bin.ts')],
    {
      env: {
        PORTAL_URL: url,
        PORTAL_PID: String(portal.pid),
        LOAD_COUNTS_URL: proxies.counts,
        LOAD_LIMITS: JSON.stringify({ logs: LIMIT, metrics: LIMIT }),
      },
    },
  );
  return code;
}

stopAllOnSignals();
main().then(
  async code => {
    await stopAll();
    process.exit(code);
  },
  async error => {
    console.error(error.stack);
    await stopAll();
    process.exit(2);
  },
);
