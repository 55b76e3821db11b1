import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** Where this package is. */
export const PACKAGE = resolvePackagePath('@internal/bench-accuracy');

/** Root of this repository. */
export const PROJECT = resolve(PACKAGE, '../../..');

/** Where the data is: `BENCH_DATA`, or `../shared/bench` beside the project. */
export function dataRoot(): { root: string; isThere: boolean } {
  const root = resolve(PROJECT, process.env.BENCH_DATA ?? '../shared/bench');
  return { root, isThere: existsSync(join(root, 'part.json')) };
}
