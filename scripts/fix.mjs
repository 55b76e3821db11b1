// `make fix`: the formatter, then the linter's own fixes.
import { spawnSync } from 'node:child_process';
import { root } from './lib/paths.mjs';

const steps = [
  ['node_modules/prettier/bin-prettier.js', '--write', '--loglevel=warn', '.'],
  ['node_modules/@backstage/cli/bin/backstage-cli', 'repo', 'lint', '--fix'],
];
for (const args of steps) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
