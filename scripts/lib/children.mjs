import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { root } from './paths.mjs';
import { identify, signal as sendSignal } from './processes.mjs';

const STOP_GRACE_MS = 8_000;
const running = new Set();
let stopping = false;
let ending = false;
let onChange = () => {};

const TAIL_LINES = 30;

/**
 * Starts a long-lived child in a process group of its own, so that stopping it
 * takes its children along. Its output goes to `logFile`, which it holds itself
 * so that it can still end in order when we were killed; else to ours.
 */
export function start(name, command, args, options = {}) {
  const { env, cwd = root, logFile, uid, gid, onExit } = options;
  const log = logFile ? openSync(logFile, 'w') : undefined;
  const child = spawn(command, args, {
    cwd,
    uid,
    gid,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', log ?? 'inherit', log ?? 'inherit'],
  });
  if (log !== undefined) closeSync(log);
  const handle = {
    name,
    pid: child.pid,
    exited: new Promise(resolve => {
      child.on('error', error => resolve({ error }));
      child.on('exit', (code, signal) => resolve({ code, signal }));
    }),
    done: false,
    /** The last lines that it wrote to its log, for an error message. */
    tail: () =>
      logFile
        ? readFileSync(logFile, 'utf8')
            .split('\n')
            .slice(-TAIL_LINES)
            .join('\n')
        : '',
    stop: (signal = 'SIGTERM') => stop(handle, signal),
  };
  handle.exited.then(result => {
    handle.done = true;
    running.delete(handle);
    changed();
    if (!stopping) onExit?.(result);
  });
  handle.identity = identify(child.pid);
  running.add(handle);
  changed();
  return handle;
}

function changed() {
  onChange([...running].map(({ identity }) => identity));
}

/** Calls back with what runs, now and whenever a child starts or ends; each leads a process group. */
export function watchChildren(callback) {
  onChange = callback;
  changed();
}

const signalGroup = (pid, name) => sendSignal({ pid }, name, { group: true });

async function stop(handle, signal) {
  if (handle.done || !handle.pid) return;
  signalGroup(handle.pid, signal);
  let timer;
  const grace = new Promise(resolve => {
    timer = setTimeout(resolve, STOP_GRACE_MS, 'late');
  });
  if ((await Promise.race([handle.exited, grace])) === 'late') {
    signalGroup(handle.pid, 'SIGKILL');
    await handle.exited;
  }
  clearTimeout(timer);
}

/** Stops every child, the youngest first; those marked as shared only at the very end. */
export async function stopAll({ keepShared = false } = {}) {
  stopping = true;
  for (const handle of [...running].reverse()) {
    if (!(keepShared && handle.shared)) await handle.stop(handle.stopSignal);
  }
}

/** Ends every child when we are told to end, however that happens. */
export function stopAllOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      process.stderr.write('\nStopping …\n');
      stopAll().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
    });
  }
  process.on('exit', () => {
    for (const handle of running) {
      if (handle.pid && !handle.done) signalGroup(handle.pid, 'SIGKILL');
    }
  });
}

/** Runs a command to its end; resolves to its exit code. */
export async function run(name, command, args, options = {}) {
  const handle = start(name, command, args, options);
  const { code, error } = await handle.exited;
  // It ends because we were told to end: whoever waits for it must not go on.
  if (ending) await new Promise(() => {});
  if (error) throw new Error(`Could not run ${command}: ${error.message}`);
  return { code: code ?? 1, tail: handle.tail };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** True when nothing listens on the port of the loopback address. */
export function isPortFree(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Polls until `check` is truthy, a watched child ends, or the time is over. */
export async function waitFor(what, check, { timeoutMs, child }) {
  const until = Date.now() + timeoutMs;
  for (;;) {
    if (ending) await new Promise(() => {});
    const value = await Promise.resolve()
      .then(check)
      .catch(() => undefined);
    if (value) return value;
    if (child?.done) {
      throw new Error(`${what} ended before it was ready:\n${child.tail()}`);
    }
    if (Date.now() > until) {
      throw new Error(
        `${what} was not ready after ${timeoutMs / 1000} s${
          child ? `:\n${child.tail()}` : ''
        }`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 400));
  }
}
