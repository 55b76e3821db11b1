// The production bundle, unpacked and installed the way the container image does it.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { run } from './children.mjs';
import { inData, root } from './paths.mjs';

const BACKEND = join(root, 'packages', 'backend');

async function must(title, command, args, options) {
  const { code, tail } = await run(title, command, args, options);
  if (code !== 0) throw new Error(`${title} failed:\n${tail()}`);
}

/** Builds the frontend and the backend into packages/backend/dist. */
export async function buildProduction() {
  await must(
    'Building the production bundle',
    process.execPath,
    [
      join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'build',
    ],
    { cwd: BACKEND, logFile: inData('build-production.log') },
  );
}

/** Resolves to a folder outside the workspace that holds only what is shipped. */
export async function productionBundle() {
  await buildProduction();
  const target = inData('production');
  const skeleton = readFileSync(join(BACKEND, 'dist', 'skeleton.tar.gz'));
  const stampFile = join(target, '.skeleton');
  const stamp = createHash('sha256')
    .update(readFileSync(join(root, 'yarn.lock')))
    .update(String(skeleton.length))
    .digest('hex');
  const installed =
    existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (!installed) rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of [
    'package.json',
    'yarn.lock',
    '.yarnrc.yml',
    'backstage.json',
    'templates',
    'app-config.production.yaml',
  ]) {
    cpSync(join(root, name), join(target, name), { recursive: true });
  }
  const unpack = archive =>
    must('Unpacking', 'tar', [
      'xzf',
      join(BACKEND, 'dist', archive),
      '-C',
      target,
    ]);
  if (!installed) {
    cpSync(join(root, '.yarn/releases'), join(target, '.yarn/releases'), {
      recursive: true,
    });
    await unpack('skeleton.tar.gz');
    const yarn = readdirSync(join(target, '.yarn/releases'))[0];
    await must(
      'Installing production dependencies',
      process.execPath,
      [
        join(target, '.yarn/releases', yarn),
        'workspaces',
        'focus',
        '--all',
        '--production',
      ],
      { cwd: target, logFile: inData('install-production.log') },
    );
    writeFileSync(stampFile, stamp);
  }
  await unpack('bundle.tar.gz');
  return target;
}

/** What an operator adds for the stores of a cluster that is not called "production". */
export function productionConfig(folder) {
  const file = join(folder, 'app-config.sandbox.yaml');
  writeFileSync(
    file,
    `observability:
  clusters:
    sandbox:
      logs: { type: victorialogs, url: '\${VICTORIALOGS_URL}' }
      metrics: { type: victoriametrics, url: '\${VICTORIAMETRICS_URL}' }
      traces: { type: jaeger, url: '\${JAEGER_URL}' }
`,
  );
  return file;
}
