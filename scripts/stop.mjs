// `make stop`: ends a `make dev` or a `make test` that runs elsewhere, the way its own Ctrl-C
// would, or what is left of one that was killed.
import { waitFor } from './lib/children.mjs';
import { isRunning, signal } from './lib/processes.mjs';
import { findRun, forgetRun } from './lib/runRecord.mjs';

const STOP_TIMEOUT_MS = 40_000;

async function stop(name, title) {
  const run = findRun(name);
  if (!run) return false;
  if (run.alive) {
    signal(run.process, 'SIGINT');
  } else {
    // SIGINT is a fast, clean shutdown for PostgreSQL and for the others.
    for (const child of run.children) signal(child, 'SIGINT', { group: true });
  }
  const all = [run.process, ...run.children];
  await waitFor(`Stopping ${title}`, () => !all.some(isRunning), {
    timeoutMs: STOP_TIMEOUT_MS,
  });
  forgetRun(name);
  console.log(`Stopped ${title}.`);
  return true;
}

const stopped = [
  await stop('dev', 'the portal'),
  await stop('test', 'the tests'),
];
if (!stopped.includes(true)) {
  console.log(
    'Nothing to stop: neither portal nor tests run from this folder.',
  );
}
