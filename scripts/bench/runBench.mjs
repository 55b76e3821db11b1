import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, run } from '../lib/children.mjs';
import { inData, root } from '../lib/paths.mjs';
import {
  portalConfigs,
  portalEnv,
  SANDBOX_ON_FREE_PORTS,
  startPortal,
  startSandbox,
} from '../lib/stack.mjs';
import { temporaryPostgres } from '../test/unit.mjs';
import { readingAccount } from './readingAccount.mjs';

const TYPESCRIPT = [
  '--require',
  join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
];
const bench = (...path) => join(root, 'tests/bench/tenancy/src', ...path);

async function startArm(arm, url, state) {
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
        KUBERNETES_TOKEN: await readingAccount(state.clusters[0]),
        KUBERNETES_2_TOKEN: await readingAccount(state.clusters[1]),
      }),
    },
    logFile: inData(`bench-${arm}.log`),
  });
}

/**
 * Starts the sandbox and the portals that are compared, sends them the same requests, and
 * resolves to the exit code. With `smoke` it only sees whether that works; see
 * tests/bench/tenancy/README.md.
 */
export async function runBench({ smoke = false, output = '' } = {}) {
  const arms = smoke ? ['ours', 'stock'] : ['ours', 'stock', 'uncached'];
  const urls = {};
  for (const arm of arms) {
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
  await Promise.all(arms.map(arm => startArm(arm, urls[arm], state)));
  const { code } = await run(
    'bench',
    process.execPath,
    [...TYPESCRIPT, bench('bin.ts')],
    {
      env: {
        BENCH_OURS_URL: urls.ours,
        BENCH_STOCK_URL: urls.stock,
        BENCH_UNCACHED_URL: urls.uncached,
        BENCH_SMOKE: smoke ? '1' : '',
        BENCH_OUTPUT: output,
      },
    },
  );
  return code;
}
