// Brings Node 24 and the dependencies into the checkout, doing only what is missing.
// Prints the folder of the chosen Node on stdout and everything for people on stderr.
// Runs on any Node from 18 on, so it uses nothing newer.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const tools = join(root, '.tools');
const NODE_MAJOR = 24;

const say = text => process.stderr.write(`${text}\n`);
const die = text => {
  say(text);
  process.exit(1);
};

function run(command, args, options = {}) {
  // Its stdout joins our stderr: stdout belongs to the one line that scripts/run reads.
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    ...options,
  });
  if (error) die(`Could not run ${command}: ${error.message}`);
  return status === 0;
}

function chooseNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major === NODE_MAJOR) return dirname(process.execPath);
  if (major < 18) {
    die(
      `Node.js ${process.versions.node} is too old to install anything: 18 or newer is needed.`,
    );
  }
  const platform = `${process.platform}-${process.arch}`;
  const name = `node-${platform}`;
  const bin = join(tools, 'node_modules', name, 'bin');
  if (existsSync(join(bin, 'node'))) return bin;
  say(
    `Node.js ${NODE_MAJOR}: the system has ${process.versions.node}, installing ${NODE_MAJOR} into .tools`,
  );
  mkdirSync(tools, { recursive: true });
  const installed = run('npm', [
    'install',
    '--prefix',
    tools,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `${name}@${NODE_MAJOR}`,
  ]);
  if (!installed || !existsSync(join(bin, 'node'))) {
    die(
      `Could not install Node.js ${NODE_MAJOR} for ${platform} from npm. Check the network, or put Node.js ${NODE_MAJOR} on the PATH yourself.`,
    );
  }
  return bin;
}

function manifests() {
  const found = [join(root, 'package.json'), join(root, 'yarn.lock')];
  for (const group of ['packages', 'plugins', 'tests']) {
    const folder = join(root, group);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).sort()) {
      const file = join(folder, name, 'package.json');
      if (existsSync(file)) found.push(file);
    }
  }
  return found;
}

function installDependencies(bin) {
  const hash = createHash('sha256');
  for (const file of manifests()) hash.update(readFileSync(file));
  const wanted = `${NODE_MAJOR} ${process.platform}-${
    process.arch
  } ${hash.digest('hex')}`;
  const stamp = join(root, 'node_modules', '.aiops-install');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    if (!process.env.AIOPS_QUIET) say('Dependencies: up to date, skipped');
    return;
  }
  say('Dependencies: installing with Yarn (one to two minutes the first time)');
  const release = readdirSync(join(root, '.yarn', 'releases')).find(name =>
    name.endsWith('.cjs'),
  );
  const ok = run(
    join(bin, 'node'),
    [join(root, '.yarn', 'releases', release), 'install', '--immutable'],
    {
      env: {
        ...process.env,
        PATH: `${bin}:${process.env.PATH}`,
        YARN_ENABLE_PROGRESS_BARS: '0',
        // The browser comes from the system where there is one, see scripts/lib/browser.mjs.
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
      },
    },
  );
  if (!ok) {
    die(
      'Installing the dependencies failed; the lines above say why. When only the lockfile is out of date: run `yarn install` and commit yarn.lock.',
    );
  }
  writeFileSync(stamp, wanted);
}

const bin = chooseNode();
installDependencies(bin);
process.stdout.write(`${bin}\n`);
