import { start, waitFor } from '../lib/children.mjs';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inData, root } from '../lib/paths.mjs';

// Building VictoriaLogs and Jaeger from source is the slowest way to them.
const INSTALL_TIMEOUT_MS = 900_000;
let started;

/**
 * Real VictoriaLogs and VictoriaMetrics for this run, into which a sandbox can push what it has.
 */
export async function realStores() {
  const { VICTORIALOGS_URL, VICTORIAMETRICS_URL } = await realServers();
  return VICTORIALOGS_URL ? { VICTORIALOGS_URL, VICTORIAMETRICS_URL } : {};
}

/**
 * The same, and a real Jaeger: those that the environment names, else servers that
 * are found or installed and started once. Where they cannot be had the tests do
 * without, loudly; in CI that is a failure.
 */
export function realServers() {
  started ??= begin().catch(error => {
    if (process.env.CI) throw error;
    console.log(
      `SKIPPED: the tests on real VictoriaLogs, VictoriaMetrics and Jaeger. ${error.message}`,
    );
    return {};
  });
  return started;
}

async function begin() {
  const stateFile = inData('real-stores.json');
  rmSync(stateFile, { force: true });
  const child = start('real stores', process.execPath, [
    join(root, 'scripts/real-stores.mjs'),
    '--state-file',
    stateFile,
  ]);
  // Several steps use them.
  child.shared = true;
  const { VICTORIALOGS_URL, VICTORIAMETRICS_URL, JAEGER_URL, JAEGER_OTLP_URL } =
    await waitFor(
      'The real VictoriaLogs, VictoriaMetrics and Jaeger',
      () =>
        existsSync(stateFile) && JSON.parse(readFileSync(stateFile, 'utf8')),
      { timeoutMs: INSTALL_TIMEOUT_MS, child },
    );
  return { VICTORIALOGS_URL, VICTORIAMETRICS_URL, JAEGER_URL, JAEGER_OTLP_URL };
}
