import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Everything that a local run keeps; `make reset` empties it. */
export const dataDir = resolve(root, process.env.AIOPS_DATA ?? '.data');

export function inData(...parts) {
  mkdirSync(dataDir, { recursive: true });
  return join(dataDir, ...parts);
}

export function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** True when a process with this id runs, whoever it belongs to. */
export function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  const stat = `/proc/${pid}/stat`;
  // One that ended but that nobody has waited for is still in the table, as a zombie.
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}
