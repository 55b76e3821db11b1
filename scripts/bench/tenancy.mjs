// `make bench`: what tenancy costs. Starts the sandbox, our portal and a stock one beside it, and
// sends both the same requests. BENCH_ROUNDS and BENCH_SECONDS shorten it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, run, stopAll, stopAllOnSignals } from '../lib/children.mjs';
import { inData, root } from '../lib/paths.mjs';
import {
  portalConfigs,
  portalEnv,
  SANDBOX_ON_FREE_PORTS,
  startPortal,
  startSandbox,
} from '../lib/stack.mjs';
import { temporaryPostgres } from '../test/unit.mjs';

const TYPESCRIPT = [
  '--require',
  join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
];
const bench = (...path) => join(root, 'tests/bench/tenancy/src', ...path);
/** The catalog has read its locations. */
const SETTLE_MS = 15_000;

async function main() {
  const urls = {};
  for (const arm of ['ours', 'stock']) {
    urls[arm] = `http://localhost:${await freePort()}`;
  }
  rmSync(inData('bench-git'), { recursive: true, force: true });
  const { state } = await startSandbox({
    stateFile: inData('bench-sandbox.json'),
    dataDir: inData('bench-git'),
    env: {
      PORTAL_URL: Object.values(urls).join(','),
      ...SANDBOX_ON_FREE_PORTS,
    },
    logFile: inData('bench-sandbox.log'),
  });
  for (const [arm, url] of Object.entries(urls)) {
    const postgres = await temporaryPostgres(`bench-${arm}`);
    await startPortal({
      url,
      command: [process.execPath, ...TYPESCRIPT, bench('portal.ts')],
      configs: portalConfigs(state),
      env: {
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        BENCH_ARM: arm,
        PORTAL_URL: url,
        PORTAL_PORT: new URL(url).port,
        GITOPS_WORKING_DIRECTORY: inData(`bench-${arm}-mirrors`),
        ...postgres.env,
        ...portalEnv(state),
        // The stock app has one account that may read everything.
        ...(arm === 'stock' && {
          KUBERNETES_TOKEN: state.kubernetes.adminToken,
          KUBERNETES_2_TOKEN: state.clusters?.[1]?.adminToken,
        }),
      },
      logFile: inData(`bench-${arm}.log`),
    });
  }
  await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
  const { code } = await run(
    'bench',
    process.execPath,
    [...TYPESCRIPT, bench('bin.ts')],
    { env: { BENCH_OURS_URL: urls.ours, BENCH_STOCK_URL: urls.stock } },
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
