// `make reset`: back to a portal that has never run.
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from './lib/paths.mjs';
import { postgresFiles, runningInstance } from './lib/postgres.mjs';
import { findRun } from './lib/runRecord.mjs';

if (findRun('dev')) {
  console.error(
    'The portal is running from this folder. Stop it first: make stop',
  );
  process.exit(1);
}
const isFolder = path =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory();
const database = postgresFiles(join(dataDir, 'postgres'));
for (const folder of database.filter(isFolder)) {
  const server = runningInstance(folder);
  if (server) {
    console.error(
      `PostgreSQL (process ${server.pid}) still runs on ${folder}. End it first: kill -INT ${server.pid}`,
    );
    process.exit(1);
  }
}
const parts = [...database, join(dataDir, 'sandbox'), join(dataDir, 'gitops')];
for (const path of parts) rmSync(path, { recursive: true, force: true });
console.log(
  'Emptied the local database and the Git repositories. The next `make dev` starts afresh.',
);
