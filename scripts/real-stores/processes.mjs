import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { identify, isRunning, signal } from '../lib/processes.mjs';
import { runQuietly } from './shell.mjs';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_INTERVAL_MS = 50;

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server in the background and waits until its `health` path answers.
 * It gets as many free addresses as there are `variables`; `args` says how to tell it.
 * With `outlives` it goes on when we end; else whatever kills our process group kills it too.
 */
export async function startServer({
  name,
  binary,
  dataDir,
  variables,
  health,
  args,
  outlives,
}) {
  const addresses = [];
  const urls = {};
  for (const variable of variables) {
    const address = `127.0.0.1:${await freePort()}`;
    addresses.push(address);
    urls[variable] = `http://${address}`;
  }
  const healthUrl = `${urls[variables[0]]}${health}`;
  mkdirSync(dataDir, { recursive: true });
  const logFile = join(dataDir, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(binary, args(addresses), {
    detached: Boolean(outlives),
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let failure;
  child.on('error', error => (failure = error.message));
  child.on('exit', code => (failure = `it ended with code ${code}`));
  child.unref();
  if (await becomesHealthy(healthUrl, () => failure)) {
    return { urls, pid: child.pid };
  }
  if (!failure) {
    process.kill(child.pid);
    failure = `no answer on ${healthUrl} within ${START_TIMEOUT_MS / 1000} s`;
  }
  const tail = readFileSync(logFile, 'utf8')
    .trim()
    .split('\n')
    .slice(-3)
    .join(' / ');
  throw new Error(`${name} did not start: ${failure}; its log ends: ${tail}`);
}

/** Waits until an address answers well; false when it does not in time, or `failed` says that it will not. */
export async function becomesHealthy(url, failed = () => false) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!failed() && Date.now() < deadline) {
    if (await isHealthy(url)) return true;
    await sleep(POLL_INTERVAL_MS);
  }
  return false;
}

async function isHealthy(url) {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(1000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Ends a server by its pid, and only if that pid still runs one of these servers. */
export async function stopServer(pid) {
  const command = await runQuietly('ps', [
    '-o',
    'command=',
    '-p',
    String(pid),
  ]).catch(() => '');
  if (!/victoria-(metrics|logs)|jaeger/.test(command)) return;
  const server = identify(pid);
  signal(server, 'SIGTERM');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isRunning(server)) {
    if (Date.now() > deadline) {
      signal(server, 'SIGKILL');
      return;
    }
    await sleep(POLL_INTERVAL_MS);
  }
}
