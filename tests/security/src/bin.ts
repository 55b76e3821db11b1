// Attacks a running portal, and prints what got through. `make security` starts one for it.
import { writeFile } from 'node:fs/promises';
import { Suite } from './support/Suite';
import { World } from './world/World';
import { testBypasses } from './attacks/bypasses';
import { testChanges } from './attacks/changes';
import { testConcurrency } from './attacks/concurrency';
import { testGuessing } from './attacks/guessing';
import { testInjection } from './attacks/injection';
import { testKeys } from './attacks/keys';
import { testRealCluster } from './attacks/realCluster';
import { testSignals } from './attacks/signals';
import { testSmuggling } from './attacks/smuggling';
import { testSources } from './attacks/sources';
import { testStreams } from './attacks/streams';
import { testTelemetry } from './attacks/telemetry';
import { testTemplates } from './attacks/templates';
import { testTools } from './attacks/tools';
import { testVariants } from './attacks/variants';
import { testRoutes } from './routes/testRoutes';

const attacks: Record<string, (suite: Suite, world: World) => Promise<void>> = {
  routes: testRoutes,
  bypasses: testBypasses,
  variants: testVariants,
  injection: testInjection,
  telemetry: testTelemetry,
  smuggling: testSmuggling,
  guessing: testGuessing,
  templates: testTemplates,
  sources: testSources,
  keys: testKeys,
  tools: testTools,
  signals: testSignals,
  streams: testStreams,
  concurrency: testConcurrency,
  changes: testChanges,
  'real-cluster': testRealCluster,
};

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; make security sets it`);
  return value;
}

async function main(): Promise<boolean> {
  const suite = new Suite();
  const world = await World.create({
    portalUrl: required('PORTAL_URL'),
    stateFile: required('SANDBOX_STATE_FILE'),
    staticToken: required('SECURITY_STATIC_TOKEN'),
    jwksUrl: required('SECURITY_JWKS_URL'),
    docsFolder: required('SECURITY_DOCS_FOLDER'),
  });
  const only = process.env.SECURITY_ONLY?.split(',');
  for (const [name, attack] of Object.entries(attacks)) {
    if (!only || only.includes(name)) await attack(suite, world);
  }
  world.close();
  const result = suite.finish();
  if (process.env.SECURITY_OUTPUT) {
    await writeFile(process.env.SECURITY_OUTPUT, JSON.stringify(result));
  }
  return result.failed === 0 && result.passed > 0;
}

main().then(
  passed => process.exit(passed ? 0 : 1),
  error => {
    process.stderr.write(`The attack suite could not run: ${error.stack}\n`);
    process.exit(2);
  },
);
