import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../lib/browser.mjs';
import { buildFrontend } from '../lib/bundle.mjs';
import { freePort, run } from '../lib/children.mjs';
import { inData, readJson, root } from '../lib/paths.mjs';
import { productionBundle, productionConfig } from '../lib/production.mjs';
import {
  portalConfigs,
  portalEnv,
  SANDBOX_ON_FREE_PORTS,
  startPortal,
  startSandbox,
} from '../lib/stack.mjs';
import { playwrightFailures } from './failures.mjs';
import { realStores } from './realStores.mjs';
import { temporaryPostgres } from './unit.mjs';

// The sandbox begins this far in the past, so that a fault can be injected and
// then played forward to now in no time.
const LAG = '20m';

/** Asks people for a second factor, so that a sign-in without one can be seen refused. */
function secondFactorConfig(file, environment) {
  writeFileSync(
    file,
    `auth:
  providers:
    zitadel:
      ${environment}: { requireAuthentication: { amr: [mfa] } }
`,
  );
  return file;
}

/** Every port free, every folder new: nothing of a developer's own run is touched. */
async function browserTests(name, { stores, portal, environment }) {
  const browser = await findBrowser();
  const folder = inData(`e2e-${name}`);
  rmSync(folder, { recursive: true, force: true });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const file = part => inData(`e2e-${name}-${part}`);
  const postgres = await temporaryPostgres(`e2e-${name}`);
  const sandbox = await startSandbox({
    stateFile: file('sandbox.json'),
    dataDir: `${folder}-git`,
    env: {
      PORTAL_URL: url,
      SANDBOX_LAG: LAG,
      ...SANDBOX_ON_FREE_PORTS,
      ...stores,
    },
    logFile: file('sandbox.log'),
  });
  const env = portalEnv(sandbox.state, { ...process.env, ...stores });
  await portal({
    url,
    port,
    configs: [
      ...portalConfigs(sandbox.state),
      secondFactorConfig(file('second-factor.yaml'), environment),
    ],
    env: {
      PORTAL_URL: url,
      GITOPS_WORKING_DIRECTORY: `${folder}-mirrors`,
      // Tests wait for the scan, which by default comes round every five minutes.
      APP_CONFIG_observability_anomalies_interval: '1 minute',
      ...postgres.env,
      ...env,
    },
    logFile: file('portal.log'),
  });

  const output = file('results.json');
  rmSync(output, { force: true });
  await run(
    'browser tests',
    process.execPath,
    [join(root, 'node_modules/@playwright/test/cli.js'), 'test'],
    {
      env: {
        CHROMIUM_PATH: browser,
        PLAYWRIGHT_URL: url,
        PORTAL_REQUIRES_SECOND_FACTOR: '1',
        PLAYWRIGHT_JSON_OUTPUT_NAME: output,
        SANDBOX_CONTROL_URL: sandbox.state.control.url,
        SANDBOX_STATE_FILE: file('sandbox.json'),
        ...stores,
      },
    },
  );
  const report = readJson(output);
  if (!report?.stats) return { passed: 0, failed: 1 };
  const { expected, flaky, unexpected, skipped } = report.stats;
  const failures = playwrightFailures(report);
  return {
    passed: expected + flaky,
    // A test that was not run because an earlier one failed has not passed either.
    failed: unexpected + (failures.length ? skipped : 0),
    failures,
  };
}

const development = ({ url, port, configs, env, logFile }) =>
  startPortal({
    url,
    configs,
    env: { NODE_ENV: 'development', PORTAL_PORT: String(port), ...env },
    logFile,
  });

// Without a service token, so that people and teams come from Git here; the other run has them synchronised.
const production = async ({ url, port, configs, env: all, logFile }) => {
  const { OIDC_SERVICE_TOKEN, ...env } = all;
  const cwd = await productionBundle();
  return startPortal({
    url,
    cwd,
    command: [process.execPath, 'packages/backend'],
    configs: [
      'app-config.production.yaml',
      productionConfig(cwd),
      // The sandbox's clusters in place of the one that the production configuration names.
      ...configs.slice(1),
    ],
    env: {
      NODE_ENV: 'production',
      PORTAL_LISTEN: `127.0.0.1:${port}`,
      CATALOG_URL: `${env.GIT_URL}/platform/catalog/src/branch/main/catalog-info.yaml`,
      ...env,
    },
    logFile,
  });
};

export const endToEndSteps = [
  {
    title: 'Browser tests, embedded stores',
    work: async () => {
      await buildFrontend({ logFile: inData('build.log') });
      return browserTests('embedded', {
        portal: development,
        environment: 'local',
      });
    },
  },
  {
    title: 'Browser tests, production bundle, real stores',
    work: async () =>
      browserTests('real', {
        portal: production,
        environment: 'production',
        stores: await realStores(),
      }),
  },
];
