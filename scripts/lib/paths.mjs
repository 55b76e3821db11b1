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
