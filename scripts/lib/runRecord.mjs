// What a run of ours has started, on disk, for a second run and for `make stop`,
// which may find that the first one was killed.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchChildren } from './children.mjs';
import { dataDir, inData, readJson } from './paths.mjs';
import { identify, isRunning } from './processes.mjs';

const file = name => join(dataDir, `${name}.json`);

/** The run that was written down, with what is still alive of it; undefined when nothing is. */
export function findRun(name) {
  const record = existsSync(file(name)) ? readJson(file(name)) : undefined;
  const alive = isRunning(record?.process);
  const children = (record?.children ?? []).filter(isRunning);
  return alive || children.length ? { ...record, alive, children } : undefined;
}

/** Removes the record of a run that has ended. */
export function forgetRun(name) {
  rmSync(file(name), { force: true });
}

/** Writes this run down with every child, from the moment that each starts until all have ended. */
export function recordRun(name, details = {}) {
  const self = identify(process.pid);
  inData();
  watchChildren(children =>
    writeFileSync(
      file(name),
      JSON.stringify({ ...details, process: self, children }),
    ),
  );
  process.on('exit', () => forgetRun(name));
}
