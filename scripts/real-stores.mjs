#!/usr/bin/env node
/**
 * Starts a real VictoriaLogs, a real VictoriaMetrics and a real Jaeger on free loopback ports.
 *
 *   node scripts/real-stores.mjs install          only install what is missing
 *   node scripts/real-stores.mjs start            prints JSON { VICTORIALOGS_URL, VICTORIAMETRICS_URL, JAEGER_URL, JAEGER_OTLP_URL, pids, … }
 *   node scripts/real-stores.mjs stop '<JSON>'    ends what that start began
 *   node scripts/real-stores.mjs --state-file F   starts, writes that JSON to F, and stops them when it is ended itself
 *   node scripts/real-stores.mjs run -- command   starts, runs the command with the URLs in its environment, stops
 *
 * A sandbox in such an environment pushes logs and metrics into these stores, but has no traces:
 * unset JAEGER_URL to have its own.
 *
 * Each store comes from the first of: its URLs in the environment; its binary on
 * PATH or in .tools/bin; Docker; an installation into .tools (VictoriaMetrics:
 * Debian's package; VictoriaLogs and Jaeger: built with Go).
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
import { installJaeger } from './real-stores/installJaeger.mjs';
import { JAEGER_BINARY, jaegerArguments } from './real-stores/jaeger.mjs';
import {
  becomesHealthy,
  startServer,
  stopServer,
} from './real-stores/processes.mjs';
import { findOnPath, progress } from './real-stores/shell.mjs';
import {
  JAEGER_IMAGE,
  VICTORIA_LOGS_IMAGE,
  VICTORIA_METRICS_IMAGE,
} from './real-stores/versions.mjs';

const TOOLS_DIR = resolve(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '.tools',
);
const RETENTION = '-retentionPeriod=30d';

/** `ports`: the environment variables with a store's addresses, and its ports in a container; the first one tells its health. */
const STORES = [
  {
    name: 'victoria-metrics',
    ports: { VICTORIAMETRICS_URL: 8428 },
    image: VICTORIA_METRICS_IMAGE,
    args: [RETENTION],
    install: installVictoriaMetrics,
    health: '/health',
    localArguments: victoriaArguments,
  },
  {
    name: 'victoria-logs',
    ports: { VICTORIALOGS_URL: 9428 },
    image: VICTORIA_LOGS_IMAGE,
    args: [RETENTION],
    install: installVictoriaLogs,
    health: '/health',
    localArguments: victoriaArguments,
  },
  {
    name: JAEGER_BINARY,
    ports: { JAEGER_URL: 16686, JAEGER_OTLP_URL: 4318 },
    image: JAEGER_IMAGE,
    args: [],
    install: installJaeger,
    health: '/api/services',
    localArguments: jaegerArguments,
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
  const { name, image, ports, args, install, health } = store;
  const variables = Object.keys(ports);
  if (process.env[variables[0]]) {
    for (const variable of variables) {
      stores[variable] = process.env[variable];
    }
    progress(`${name}: using ${variables[0]} of the environment`);
    return;
  }
  let binary = findOnPath(name, [join(TOOLS_DIR, 'bin')]);
  if (!binary && (await dockerUsable())) {
    try {
      const { container, urls } = await startContainer({ image, ports, args });
      stores.containers.push(container);
      if (!(await becomesHealthy(`${urls[variables[0]]}${health}`))) {
        throw new Error('it does not answer');
      }
      Object.assign(stores, urls);
      progress(`${name}: ${image} in Docker on ${urls[variables[0]]}`);
      return;
    } catch (error) {
      progress(`${name}: Docker did not start it (${error.message})`);
    }
  }
  binary ??= await install(TOOLS_DIR);
  stores.dataDir ??= mkdtempSync(join(tmpdir(), 'real-stores-'));
  const { dataDir } = stores;
  const { urls, pid } = await startServer({
    name,
    binary,
    dataDir,
    variables,
    health,
    args: addresses => [
      ...store.localArguments(addresses, join(dataDir, name)),
      ...args,
    ],
    outlives,
  });
  stores.pids.push(pid);
  Object.assign(stores, urls);
  progress(`${name}: ${binary} on ${urls[variables[0]]} (pid ${pid})`);
}

function victoriaArguments([address], storage) {
  return [
    `-httpListenAddr=${address}`,
    `-storageDataPath=${storage}`,
    '-memory.allowedPercent=10',
  ];
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
  const { pids: _pids, containers: _containers, dataDir: _, ...urls } = stores;
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...urls },
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
