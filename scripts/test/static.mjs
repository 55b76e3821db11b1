import { join } from 'node:path';
import { run } from '../lib/children.mjs';
import { root } from '../lib/paths.mjs';

/** With this exit code a check says that a tool for a part of it was missing. */
const SOME_SKIPPED = 77;

async function check(script, ...args) {
  const { code } = await run(script, process.execPath, [
    join(root, script),
    ...args,
  ]);
  if (code === SOME_SKIPPED) return { passed: 1, failed: 0, skipped: true };
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const BACKSTAGE = 'node_modules/@backstage/cli/bin/backstage-cli';

/** Checks that read the code and run nothing of it. */
export const staticSteps = [
  {
    title: 'Types',
    work: () =>
      check(
        'node_modules/typescript/bin/tsc',
        '--noEmit',
        '--incremental',
        'false',
      ),
  },
  { title: 'Linter', work: () => check(BACKSTAGE, 'repo', 'lint') },
  {
    title: 'Formatter',
    work: () =>
      check(
        'node_modules/prettier/bin-prettier.js',
        '--check',
        '--loglevel=warn',
        '.',
      ),
  },
  {
    title: 'Configuration',
    work: () => check('scripts/lint-config.mjs'),
  },
  {
    title: 'Manifests',
    work: () => check('scripts/lint-manifests.mjs'),
  },
];
