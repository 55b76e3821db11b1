import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFrontend } from '../lib/bundle.mjs';
import { freePort, run } from '../lib/children.mjs';
import { inData, readJson, root } from '../lib/paths.mjs';
import {
  portalConfigs,
  portalEnv,
  SANDBOX_ON_FREE_PORTS,
  startPortal,
  startSandbox,
} from '../lib/stack.mjs';
import { temporaryPostgres } from './unit.mjs';

const TYPESCRIPT = [
  '--require',
  join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
];
const suite = (...path) => join(root, 'tests/security', ...path);

/**
 * With SECURITY_OPEN=1 the boundaries are taken away, to see that the suite notices: our
 * modules are left out, and the portal is an administrator of its clusters and of Git.
 */
function opened({ kubernetes, clusters = [], git }) {
  if (!process.env.SECURITY_OPEN) return { configs: [], env: {} };
  return {
    configs: [suite('app-config.open.yaml')],
    env: {
      SECURITY_WITHOUT: [
        'kubernetes-backend-module-tenancy',
        'catalog-backend-module-confined-sources',
        'signals-backend-module-session-guard',
        'http-guard-node',
      ]
        .map(name => `@internal/plugin-${name}`)
        .join(','),
      KUBERNETES_TOKEN: kubernetes.adminToken,
      KUBERNETES_2_TOKEN: clusters[1]?.adminToken,
      GIT_CATALOG_USERNAME: git.username,
      GIT_CATALOG_PASSWORD: git.password,
    },
  };
}

/**
 * With KUBERNETES_URL and KUBERNETES_ADMIN_TOKEN that API server takes the place of the sandbox's
 * clusters, with the objects of the first: the sandbox still serves its own, to be copied.
 */
async function seedRealCluster(stateFile, seededFile) {
  rmSync(seededFile, { force: true });
  const { code } = await run(
    'seeding',
    process.execPath,
    [...TYPESCRIPT, suite('src/seed.ts'), stateFile, seededFile],
    {},
  );
  if (code !== 0) throw new Error('The API server could not be seeded');
  return JSON.parse(readFileSync(seededFile, 'utf8'));
}

/** Every port free, every folder new, and a portal that tells which routes it serves. */
export async function startHostilePortal(name) {
  const folder = inData(name);
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['git', 'docs', 'mirrors']) {
    rmSync(`${folder}-${part}`, { recursive: true, force: true });
  }
  const file = part => inData(`${name}-${part}`);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const postgres = await temporaryPostgres(name);
  const sandbox = await startSandbox({
    stateFile: file('sandbox.json'),
    dataDir: `${folder}-git`,
    env: { PORTAL_URL: url, ...SANDBOX_ON_FREE_PORTS, KUBERNETES_URL: '' },
    logFile: file('sandbox.log'),
  });
  const real = Boolean(process.env.KUBERNETES_URL);
  const stateFile = file(real ? 'seeded.json' : 'sandbox.json');
  const state = real
    ? await seedRealCluster(file('sandbox.json'), stateFile)
    : sandbox.state;
  const secrets = {
    SECURITY_STATIC_TOKEN: randomBytes(24).toString('base64url'),
    SECURITY_JWKS_URL: `http://127.0.0.1:${await freePort()}/jwks.json`,
    SECURITY_DOCS_FOLDER: `${folder}-docs`,
  };
  const open = opened(state);
  const portal = await startPortal({
    url,
    command: [
      process.execPath,
      ...TYPESCRIPT,
      '--require',
      suite('src/portal/recordRoutes.ts'),
      join(root, 'packages/backend/src/index.ts'),
    ],
    configs: [
      ...portalConfigs(state),
      suite('app-config.security.yaml'),
      ...open.configs,
    ],
    env: {
      NODE_ENV: 'development',
      PORTAL_URL: url,
      PORTAL_PORT: String(port),
      GITOPS_WORKING_DIRECTORY: `${folder}-mirrors`,
      ...postgres.env,
      ...portalEnv(state),
      ...secrets,
      ...open.env,
      KUBERNETES_ADMIN_TOKEN: '',
    },
    logFile: file('portal.log'),
  });
  return {
    portal,
    env: {
      ...secrets,
      PORTAL_URL: url,
      SANDBOX_STATE_FILE: stateFile,
    },
  };
}

async function attacks() {
  await buildFrontend({ logFile: inData('build.log') });
  const { env } = await startHostilePortal('security');
  const output = inData('security.json');
  rmSync(output, { force: true });
  await run(
    'attack suite',
    process.execPath,
    [...TYPESCRIPT, suite('src/bin.ts')],
    { env: { ...env, SECURITY_OUTPUT: output } },
  );
  return readJson(output) ?? { passed: 0, failed: 1 };
}

export const securitySteps = [{ title: 'Attack suite', work: attacks }];
