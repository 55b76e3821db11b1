// Validates both configurations against the schemas of every package that they configure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './lib/children.mjs';
import { inData, root } from './lib/paths.mjs';

/** Every variable that has no default gets a value of the right kind. */
function placeholders(file) {
  const names = readFileSync(file, 'utf8').matchAll(/\$\{([A-Z_]+)\}/g);
  return Object.fromEntries(
    [...names].map(([, name]) => [
      name,
      /URL|ISSUER/.test(name) ? 'http://localhost:1' : 'placeholder',
    ]),
  );
}

let failed = false;
for (const name of ['app-config.yaml', 'app-config.production.yaml']) {
  const file = join(root, name);
  const { code, tail } = await run(
    name,
    process.execPath,
    [
      join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'config:check',
      '--strict',
      '--package',
      'backend',
      '--config',
      file,
    ],
    { env: placeholders(file), logFile: inData('lint-config.log') },
  );
  console.log(code === 0 ? `✓ ${name}` : `✗ ${name}\n${tail()}`);
  failed ||= code !== 0;
}
process.exit(failed ? 1 : 0);
