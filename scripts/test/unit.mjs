import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { run } from '../lib/children.mjs';
import { inData, readJson, root } from '../lib/paths.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { jestFailures } from './failures.mjs';
import { realServers } from './realStores.mjs';

/** A throw-away PostgreSQL for the tests of one run. */
export async function temporaryPostgres(name) {
  const dataDir = inData(`postgres-${name}`);
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(`${dataDir}.json`, { force: true });
  return startPostgres({
    dataDir,
    database: 'backstage',
    logFile: inData(`postgres-${name}.log`),
    temporary: true,
  });
}

async function jest() {
  const postgres = await temporaryPostgres('unit');
  const servers = await realServers();
  const outputFile = inData('unit.json');
  rmSync(outputFile, { force: true });
  await run(
    'unit tests',
    process.execPath,
    [
      join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'repo',
      'test',
      '--watchAll=false',
      '--maxWorkers=2',
      // A busy machine is slow; how fast something is, is the business of benchmarks.
      '--testTimeout=60000',
      '--json',
      `--outputFile=${outputFile}`,
    ],
    {
      env: {
        BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: postgres.url,
        ...servers,
      },
    },
  );
  const report = readJson(outputFile);
  if (!report) return { passed: 0, failed: 1 };
  return {
    passed: report.numPassedTests,
    // A file that does not even load has no tests to count.
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    failures: jestFailures(report),
  };
}

export const unitSteps = [
  { title: 'Unit, plugin and contract tests', work: jest },
];
