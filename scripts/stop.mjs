// `make stop`: ends a `make dev` that runs elsewhere, the way its own Ctrl-C would, or
// what is left of one that was killed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from './lib/children.mjs';
import { dataDir, isAlive, readJson } from './lib/paths.mjs';

const STOP_TIMEOUT_MS = 40_000;
const file = join(dataDir, 'dev.json');
const run = readJson(file);
const left = run?.children?.filter(isAlive) ?? [];

if (run && isAlive(run.pid)) {
  process.kill(run.pid, 'SIGINT');
} else {
  // SIGINT is a fast, clean shutdown for PostgreSQL and for the others.
  for (const pid of left) process.kill(-pid, 'SIGINT');
}
const all = [run?.pid, ...left].filter(isAlive);
if (all.length === 0) {
  console.log('Nothing to stop: no portal runs from this folder.');
} else {
  await waitFor('Stopping the portal', () => !all.some(isAlive), {
    timeoutMs: STOP_TIMEOUT_MS,
  });
  rmSync(file, { force: true });
  console.log('Stopped.');
}
