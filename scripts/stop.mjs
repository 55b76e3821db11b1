// `make stop`: ends a `make dev` that runs elsewhere, the way its own Ctrl-C would.
import { dataDir, isAlive, readJson } from './lib/paths.mjs';
import { waitFor } from './lib/children.mjs';
import { join } from 'node:path';

const running = readJson(join(dataDir, 'dev.json'));
if (!running || !isAlive(running.pid)) {
  console.log('Nothing to stop: no portal runs from this folder.');
} else {
  process.kill(running.pid, 'SIGINT');
  await waitFor('Stopping the portal', () => !isAlive(running.pid), {
    timeoutMs: 40_000,
  });
  console.log('Stopped.');
}
