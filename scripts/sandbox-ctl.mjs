// Breaks, mends and fast-forwards the running sandbox: `make faults`, `make fault NAME=…`, `make heal`.
import { join } from 'node:path';
import { dataDir, readJson } from './lib/paths.mjs';

const TIMEOUT_MS = 120_000;
const USAGE = `Usage: sandbox-ctl COMMAND
  faults               list the faults, and which are active
  fault NAME           inject one
  heal                 undo all of them
  clock                show the sandbox's time
  clock advance 10m    run it ahead by so much (as far as the wall clock)
  clock advance now    run it ahead to the wall clock
  break STORE          let logs, metrics or traces fail, in the middle of answers as well
  mend STORE           let it answer again
  reset [SEED]         start the company afresh`;

const COMMANDS = { faults, fault, heal, clock, break: breakStore, mend, reset };

async function faults() {
  const answer = await call('GET', '/faults');
  printTable(
    ['', 'FAULT', 'WHAT HAPPENS', 'ON CALL', 'START FROM'],
    answer.faults.map(({ name, title, team, startFrom, activeSince }) => [
      activeSince ? '●' : '',
      name,
      title,
      team,
      startFrom,
    ]),
  );
  const active = answer.faults.filter(({ activeSince }) => activeSince);
  say(
    active.length
      ? `\n● active: ${active
          .map(({ name, activeSince }) => `${name} since ${activeSince}`)
          .join(', ')}. Undo with: make heal`
      : '\nNone is active. Inject one with: make fault NAME=oom-checkout',
  );
}

async function fault(name) {
  if (!name) {
    throw new Error(
      'Which one? make fault NAME=oom-checkout (all: make faults)',
    );
  }
  const injected = await call('POST', `/faults/${encodeURIComponent(name)}`);
  say(`Injected ${injected.name}: ${injected.title}`);
  say(`On call is ${injected.team}; start from ${injected.startFrom}.`);
  say('It takes a minute or two to show. Undo it with: make heal');
}

async function heal() {
  const { healed } = await call('POST', '/heal');
  say(healed.length ? `Healed ${healed.join(', ')}.` : 'Nothing was broken.');
}

async function clock(action, amount) {
  if (action === undefined) {
    printClock(await call('GET', '/clock'));
  } else if (action === 'advance' && amount) {
    const isTime = amount === 'now' || amount.includes('T');
    const body = isTime ? { to: amount } : { by: amount };
    printClock(await call('POST', '/clock/advance', body));
  } else {
    throw new Error(USAGE);
  }
}

async function breakStore(name = '') {
  await call('POST', `/stores/${encodeURIComponent(name)}/break`);
  say(
    `The store '${name}' does not answer any more. Undo it with: mend ${name}`,
  );
}

async function mend(name = '') {
  await call('POST', `/stores/${encodeURIComponent(name)}/mend`);
  say(`The store '${name}' answers again.`);
}

async function reset(seed) {
  const body = seed === undefined ? {} : { seed: Number(seed) };
  const answer = await call('POST', '/reset', body);
  say(`The company started afresh with seed ${answer.seed}.`);
}

async function call(method, path, body) {
  const file = process.env.SANDBOX_STATE_FILE ?? join(dataDir, 'sandbox.json');
  const notRunning = 'The sandbox is not running: start it with make dev';
  const url = readJson(file)?.control?.url;
  if (!url) {
    throw new Error(notRunning);
  }
  let response;
  try {
    response = await fetch(`${url}${path}`, {
      method,
      headers: body && { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    if (error.name === 'TimeoutError') {
      throw new Error(
        `The sandbox did not answer within ${TIMEOUT_MS / 1000} s`,
      );
    }
    throw new Error(`${notRunning} (nothing answers at ${url})`);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const hint =
      response.status === 404 && path.startsWith('/faults/')
        ? ' (all: make faults)'
        : '';
    throw new Error(
      `${
        answer.error?.message ?? `The sandbox answered ${response.status}`
      }${hint}`,
    );
  }
  return answer;
}

function printClock({ time, live, lagSeconds }) {
  say(`Sandbox time  ${time}`);
  if (!live) say('It stands still.');
  else if (lagSeconds > 1)
    say(`It runs ${lagSeconds} s behind the wall clock.`);
  else say('It runs with the wall clock.');
}

function printTable(head, rows) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map(row => row[column].length)),
  );
  for (const row of [head, ...rows]) {
    say(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
  }
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

const [command, ...args] = process.argv.slice(2).filter(Boolean);
try {
  const run = Object.hasOwn(COMMANDS, command ?? '') && COMMANDS[command];
  if (!run) throw new Error(USAGE);
  await run(...args);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
