import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of this repository. */
export const PROJECT = resolve(__dirname, '../../../..');

/** Where the data is: `BENCH_DATA`, or `../shared/bench` beside the project. */
export function dataRoot(): { root: string; isThere: boolean } {
  const root = resolve(PROJECT, process.env.BENCH_DATA ?? '../shared/bench');
  return { root, isThere: existsSync(join(root, 'part.json')) };
}
