// Fifty people look at logs and metrics: make load. See scripts/load.mjs.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Person, Sample } from './Person';
import { quantile, slope, summarise } from './report';
import { makeTokens } from './makeTokens';
import { visit } from './visits';

const PEOPLE = Number(process.env.LOAD_PEOPLE ?? 50);
const SECONDS = Number(process.env.LOAD_SECONDS ?? 120);
/** What people do between two looks. */
const THINK_MS = { least: 2_000, most: 6_000 };
/** Everything was compiled and connected once, and everybody has come. */
const WARM_UP_SECONDS = Number(process.env.LOAD_WARM_UP ?? 30);
const OWN_TIME_TARGET_MS = 500;
const MEMORY_EVERY_MS = 2_000;
/** Of the memory at the end of the warm-up, an hour's worth at the measured pace. */
const MAX_GROWTH_PER_MINUTE = 0.01;
const PAGE_BYTES = 4_096;

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; make load sets it`);
  return value;
}

const say = (text: string) => process.stdout.write(`${text}\n`);

function residentBytes(pid: string): number {
  const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return Number(pages) * PAGE_BYTES;
}

async function main(): Promise<boolean> {
  const url = required('PORTAL_URL');
  const pid = required('PORTAL_PID');
  const limits = JSON.parse(required('LOAD_LIMITS')) as Record<string, number>;
  const counts = async (reset = false) => {
    const answer = await fetch(required('LOAD_COUNTS_URL'), {
      method: reset ? 'POST' : 'GET',
    });
    return (await answer.json()) as Record<
      string,
      { most: number; questions: number }
    >;
  };
  const tokens = await makeTokens({ url, people: PEOPLE });
  const people = tokens.map(token => new Person({ url, token }));
  const list = await people[0].ask({
    name: 'panels',
    path: '/api/observability/metrics/panels',
  });
  const panels = (
    JSON.parse(list.text) as { panels: Array<{ id: string }> }
  ).panels.map(({ id }) => id);

  const samples: Sample[] = [];
  const errors = new Map<string, number>();
  const memory: Array<[number, number]> = [];
  const begun = Date.now();
  const warmUntil = begun + WARM_UP_SECONDS * 1_000;
  const until = warmUntil + SECONDS * 1_000;
  const look = async (person: Person, index: number) => {
    await sleep(Math.random() * THINK_MS.most);
    for (let turn = 0; Date.now() < until; turn++) {
      const groups = visit({ person: index, turn, panels, now: Date.now() });
      for (const group of groups) {
        const answers = await Promise.all(group.map(ask => person.ask(ask)));
        for (const { text, ...sample } of answers) {
          if (Date.now() > warmUntil) samples.push(sample);
          if (sample.status !== 200) {
            const error = `${sample.name} ${sample.status} ${text.slice(
              0,
              160,
            )}`;
            errors.set(error, (errors.get(error) ?? 0) + 1);
          }
        }
        if (group.length > 1 && Date.now() < until) {
          const { least, most } = THINK_MS;
          await sleep(least + Math.random() * (most - least));
        }
      }
    }
    person.leave();
  };
  const watch = async () => {
    await sleep(warmUntil - Date.now());
    await counts(true);
    while (Date.now() < until) {
      memory.push([(Date.now() - warmUntil) / 60_000, residentBytes(pid)]);
      await sleep(MEMORY_EVERY_MS);
    }
  };
  await Promise.all([watch(), ...people.map(look)]);

  const rows = summarise(samples);
  say(
    `\n${PEOPLE} people, ${SECONDS} s after ${WARM_UP_SECONDS} s; ms beyond the store's own time`,
  );
  say('question          count  failed    p50    p95    p99  store p95');
  for (const row of rows) {
    const ms = (value: number) => value.toFixed(0).padStart(6);
    say(
      `${row.name.padEnd(16)} ${String(row.count).padStart(6)} ${String(
        row.failed,
      ).padStart(7)} ${ms(row.p50)} ${ms(row.p95)} ${ms(row.p99)} ${ms(
        row.storeP95,
      )}`,
    );
  }
  errors.forEach((count, error) => say(`  ${count} × ${error}`));

  const seen = await counts();
  const checks: Array<[string, boolean]> = [];
  const all = rows[rows.length - 1];
  checks.push([
    `p95 beyond the store's own time ${all.p95.toFixed(
      0,
    )} ms < ${OWN_TIME_TARGET_MS} ms`,
    all.p95 < OWN_TIME_TARGET_MS,
  ]);
  checks.push([
    `${all.failed} of ${all.count} failed`,
    all.failed === 0 && all.count > 0,
  ]);
  for (const [store, { most, questions }] of Object.entries(seen)) {
    checks.push([
      `${store}: at most ${most} of ${questions} questions at once, ${limits[store]} allowed`,
      questions > 0 && most <= limits[store],
    ]);
  }
  const middle = quantile(
    memory.map(([, bytes]) => bytes),
    0.5,
  );
  const growth = slope(memory) / middle;
  checks.push([
    `memory ${(middle / 2 ** 20).toFixed(0)} MiB, ${(100 * growth).toFixed(
      2,
    )} % a minute`,
    growth < MAX_GROWTH_PER_MINUTE,
  ]);
  for (const [text, holds] of checks) say(`${holds ? '✓' : '✗'} ${text}`);
  return checks.every(([, holds]) => holds);
}

main().then(
  holds => process.exit(holds ? 0 : 1),
  error => {
    process.stderr.write(`The load could not run: ${error.stack}\n`);
    process.exit(2);
  },
);
