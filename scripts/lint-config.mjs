// Validates every configuration against the schemas of every package that they configure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './lib/children.mjs';
import { inData, root } from './lib/paths.mjs';

/** Every variable that has no default gets a value of the right kind. */
function placeholders(file) {
  const names = readFileSync(file, 'utf8').matchAll(/\$\{([A-Z0-9_]+)\}/g);
  return Object.fromEntries(
    [...names].map(([, name]) => [
      name,
      /URL|ISSUER/.test(name) ? 'http://localhost:1' : 'placeholder',
    ]),
  );
}

let failed = false;
for (const names of [
  ['app-config.yaml'],
  ['app-config.yaml', 'app-config.sandbox.yaml'],
  ['app-config.production.yaml'],
]) {
  const title = names.join(' + ');
  const files = names.map(name => join(root, name));
  const { code, tail } = await run(
    title,
    process.execPath,
    [
      join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'config:check',
      '--strict',
      '--package',
      'backend',
      ...files.flatMap(file => ['--config', file]),
    ],
    {
      env: Object.assign({}, ...files.map(placeholders)),
      logFile: inData('lint-config.log'),
    },
  );
  console.log(code === 0 ? `✓ ${title}` : `✗ ${title}\n${tail()}`);
  failed ||= code !== 0;
}
process.exit(failed ? 1 : 0);
