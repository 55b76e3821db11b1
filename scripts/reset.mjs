// `make reset`: back to a portal that has never run.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, isAlive, readJson } from './lib/paths.mjs';
import { postgresFiles } from './lib/postgres.mjs';

const running = readJson(join(dataDir, 'dev.json'));
if (running && [running.pid, ...(running.children ?? [])].some(isAlive)) {
  console.error(
    'The portal is running from this folder. Stop it first: make stop',
  );
  process.exit(1);
}
const parts = [
  ...postgresFiles(join(dataDir, 'postgres')),
  join(dataDir, 'sandbox'),
  join(dataDir, 'gitops'),
];
for (const path of parts) rmSync(path, { recursive: true, force: true });
console.log(
  'Emptied the local database and the Git repositories. The next `make dev` starts afresh.',
);
