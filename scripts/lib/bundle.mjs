// Builds the frontend once and again only when something that goes into it changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './children.mjs';
import { root } from './paths.mjs';

const SOURCE = /\.(tsx?|jsx?|css|json|html|svg|png|ico|txt)$/;

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'dist-types', 'coverage'].includes(entry.name))
      continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (SOURCE.test(entry.name)) yield path;
  }
}

/** The app and every workspace that can end up in the browser. */
function folders() {
  const plugins = readdirSync(join(root, 'plugins')).filter(name => {
    const manifest = join(root, 'plugins', name, 'package.json');
    if (!existsSync(manifest)) return false;
    const { role } = JSON.parse(readFileSync(manifest, 'utf8')).backstage;
    return ['frontend-plugin', 'common-library', 'web-library'].includes(role);
  });
  return [
    join(root, 'packages', 'app'),
    ...plugins.sort().map(name => join(root, 'plugins', name)),
  ];
}

function fingerprint() {
  const hash = createHash('sha256').update(
    readFileSync(join(root, 'yarn.lock')),
  );
  for (const folder of folders()) {
    for (const file of [...files(folder)].sort()) {
      hash.update(file.slice(root.length)).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Resolves to false when the bundle was up to date. */
export async function buildFrontend({ logFile } = {}) {
  const dist = join(root, 'packages', 'app', 'dist');
  const stamp = join(dist, '.aiops-fingerprint');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  const { code, tail } = await run(
    'frontend build',
    process.execPath,
    [
      join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'build',
    ],
    { cwd: join(root, 'packages', 'app'), logFile },
  );
  if (code !== 0) throw new Error(`The frontend did not build:\n${tail()}`);
  writeFileSync(stamp, wanted);
  return true;
}
