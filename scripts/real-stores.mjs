#!/usr/bin/env node
/**
 * Starts a real VictoriaLogs and a real VictoriaMetrics on free loopback ports.
 *
 *   node scripts/real-stores.mjs install          only install what is missing
 *   node scripts/real-stores.mjs start            prints JSON { VICTORIALOGS_URL, VICTORIAMETRICS_URL, pids, … }
 *   node scripts/real-stores.mjs stop '<JSON>'    ends what that start began
 *   node scripts/real-stores.mjs --state-file F   starts, writes that JSON to F, and stops them when it is ended itself
 *   node scripts/real-stores.mjs run -- command   starts, runs the command with the URLs in its environment, stops
 *
 * Each store comes from the first of: its URL in the environment; its binary on
 * PATH or in .tools/bin; Docker; an installation into .tools (VictoriaMetrics:
 * Debian's package; VictoriaLogs: built with Go).
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  dockerUsable,
  startContainer,
  stopContainer,
} from './real-stores/docker.mjs';
import {
  installVictoriaLogs,
  installVictoriaMetrics,
} from './real-stores/install.mjs';
import { startServer, stopServer } from './real-stores/processes.mjs';
import { findOnPath, progress } from './real-stores/shell.mjs';
import {
  VICTORIA_LOGS_IMAGE,
  VICTORIA_METRICS_IMAGE,
} from './real-stores/versions.mjs';

const TOOLS_DIR = resolve(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '.tools',
);
const RETENTION = '-retentionPeriod=30d';

const STORES = [
  {
    variable: 'VICTORIAMETRICS_URL',
    name: 'victoria-metrics',
    image: VICTORIA_METRICS_IMAGE,
    port: 8428,
    install: installVictoriaMetrics,
  },
  {
    variable: 'VICTORIALOGS_URL',
    name: 'victoria-logs',
    image: VICTORIA_LOGS_IMAGE,
    port: 9428,
    install: installVictoriaLogs,
  },
];

/** Starts what the environment does not name already. Give the result to {@link stopRealStores}. */
export async function startRealStores({ outlive = false } = {}) {
  const stores = { pids: [], containers: [] };
  try {
    for (const store of STORES) {
      await startStore(store, stores, outlive);
    }
    return stores;
  } catch (error) {
    await stopRealStores(stores);
    throw error;
  }
}

/** Ends the servers and removes their data. */
export async function stopRealStores({ pids = [], containers = [], dataDir }) {
  await Promise.all([
    ...pids.map(stopServer),
    ...containers.map(stopContainer),
  ]);
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
}

async function startStore(store, stores, outlives) {
  const { variable, name, image, port, install } = store;
  if (process.env[variable]) {
    stores[variable] = process.env[variable];
    progress(`${name}: using ${variable} of the environment`);
    return;
  }
  let binary = findOnPath(name, [join(TOOLS_DIR, 'bin')]);
  if (!binary && (await dockerUsable())) {
    try {
      const { container, url } = await startContainer({
        image,
        port,
        args: [RETENTION],
      });
      stores.containers.push(container);
      stores[variable] = url;
      progress(`${name}: ${image} in Docker on ${url}`);
      return;
    } catch (error) {
      progress(`${name}: Docker did not start it (${error.message})`);
    }
  }
  binary ??= await install(TOOLS_DIR);
  stores.dataDir ??= mkdtempSync(join(tmpdir(), 'real-stores-'));
  const { url, pid } = await startServer({
    name,
    binary,
    dataDir: stores.dataDir,
    args: [RETENTION],
    outlives,
  });
  stores.pids.push(pid);
  stores[variable] = url;
  progress(`${name}: ${binary} on ${url} (pid ${pid})`);
}

async function installAll() {
  for (const { name, install } of STORES) {
    if (findOnPath(name)) {
      progress(`${name}: already on PATH`);
    } else {
      await install(TOOLS_DIR);
    }
  }
}

async function runWithStores([command, ...args]) {
  if (!command)
    throw new Error('run needs a command: run -- command [arguments]');
  const stores = await startRealStores();
  const { VICTORIALOGS_URL, VICTORIAMETRICS_URL } = stores;
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, VICTORIALOGS_URL, VICTORIAMETRICS_URL },
  });
  // The child gets Ctrl-C from the terminal itself; this process stays to clean up.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise(done => {
    child.on('error', error => {
      progress(`cannot run ${command}: ${error.message}`);
      done(127);
    });
    child.on('close', code => done(code ?? 1));
  });
  await stopRealStores(stores);
}

async function serveUntilEnded(stateFile) {
  if (!stateFile) throw new Error('--state-file needs the name of a file');
  const stores = await startRealStores();
  writeFileSync(`${stateFile}.new`, JSON.stringify(stores));
  renameSync(`${stateFile}.new`, stateFile);
  // Signals alone keep no process alive.
  const alive = setInterval(() => {}, 2 ** 30);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      clearInterval(alive);
      rmSync(stateFile, { force: true });
      await stopRealStores(stores);
    });
  }
}

async function main([verb, ...rest]) {
  switch (verb) {
    case '--state-file':
      return serveUntilEnded(rest[0]);
    case 'install':
      return installAll();
    case 'start':
      return process.stdout.write(
        `${JSON.stringify(await startRealStores({ outlive: true }))}\n`,
      );
    case 'stop':
      return stopRealStores(JSON.parse(rest[0] ?? '{}'));
    case 'run':
      return runWithStores(rest[0] === '--' ? rest.slice(1) : rest);
    default:
      throw new Error(
        "expected 'install', 'start', 'stop <JSON>' or 'run -- command'",
      );
  }
}

if (
  existsSync(process.argv[1] ?? '') &&
  import.meta.url === pathToFileURL(process.argv[1]).href
) {
  main(process.argv.slice(2)).catch(error => {
    progress(`FAILED: ${error.message}`);
    process.exitCode = 1;
  });
}
