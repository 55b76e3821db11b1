// Compares portals that run: make bench. See scripts/bench/runBench.mjs.
import { signIn } from '@internal/security';
import { writeFile } from 'node:fs/promises';
import { compare, Comparison } from './compare';
import { measureDecisions } from './decisions';
import { Load } from './Load';
import { BenchRoute, benchRoutes, fetchRows } from './routes';

const TARGET_RATIO = 0.9;
/** Each with a session of its own. */
const CONNECTIONS = 50;
/** More at once only wait for each other. */
const SIGN_INS_AT_ONCE = 5;
const WARM_UP = { seconds: 2, requests: 0 };
/** The portals have read the catalog by then. */
const SETTLE_TIMEOUT_MS = 60_000;
const POLL_MS = 500;

/** Enough to see that everything works, and nothing to judge by. */
const SMOKE = {
  round: { seconds: 0, requests: 10 },
  minRounds: 2,
  maxRounds: 2,
};
const FULL = {
  round: {
    seconds: Number(process.env.BENCH_SECONDS ?? 1),
    // Several for each connection: where they take long, the first would be all.
    requests: 3 * CONNECTIONS,
  },
  minRounds: Number(process.env.BENCH_ROUNDS ?? 12),
  maxRounds: 2 * Number(process.env.BENCH_ROUNDS ?? 12),
};

type Portal = { url: string; token: string; load: Load };

const smoke = Boolean(process.env.BENCH_SMOKE);
const say = (text: string) => process.stdout.write(`${text}\n`);

async function open(variable: string): Promise<Portal> {
  const url = process.env[variable];
  if (!url) throw new Error(`${variable} is not set; make bench sets it`);
  const tokens: string[] = [];
  while (tokens.length < (smoke ? SIGN_INS_AT_ONCE : CONNECTIONS)) {
    tokens.push(
      ...(await Promise.all(
        Array.from({ length: SIGN_INS_AT_ONCE }, () =>
          signIn({ portalUrl: url, username: 'alice' }),
        ),
      )),
    );
  }
  return { url, token: tokens[0], load: new Load({ url, tokens }) };
}

/** Waits until all portals give the same rows; resolves to their number. */
async function settle(route: BenchRoute, portals: Portal[]): Promise<number> {
  const until = Date.now() + SETTLE_TIMEOUT_MS;
  for (;;) {
    const [first, ...others] = await Promise.all(
      portals.map(portal => fetchRows(route, portal)),
    );
    const same = others.every(
      rows => JSON.stringify(rows) === JSON.stringify(first),
    );
    if (first?.length && same) return first.length;
    if (Date.now() > until) {
      throw new Error(
        `The ${route.title} is not the same: ${JSON.stringify([
          first,
          ...others,
        ])}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

function describe({ ratio, interval, spread, ...rest }: Comparison): string {
  const two = (value: number) => value.toFixed(2);
  const sure = interval
    ? ` (95 %: ${two(interval.low)} to ${two(interval.high)})`
    : '';
  return `${rest.ours.toFixed(0)}/s against ${rest.stock.toFixed(
    0,
  )}/s, ratio ${two(ratio)}${sure}, middle half of ${rest.rounds} rounds ${two(
    spread.from,
  )} to ${two(spread.to)}${rest.failed ? `, ${rest.failed} FAILED` : ''}`;
}

/** The median decides; where it may as well be on the other side, that is said. */
function verdict({ interval }: Comparison): string {
  const unclear =
    interval && interval.low < TARGET_RATIO && interval.high >= TARGET_RATIO
      ? '; NOT CLEAR, the machine is too busy'
      : '';
  return ` (target: ${TARGET_RATIO}${unclear})`;
}

async function main(): Promise<{ passed: number; failed: number }> {
  const ours = await open('BENCH_OURS_URL');
  const stock = await open('BENCH_STOCK_URL');
  const uncached = smoke ? undefined : await open('BENCH_UNCACHED_URL');
  const portals = [ours, stock, ...(uncached ? [uncached] : [])];
  const results: boolean[] = [];
  const options = { ...(smoke ? SMOKE : FULL), target: TARGET_RATIO };

  for (const route of benchRoutes) {
    const rows = await settle(route, portals);
    if (!smoke) {
      for (const { load } of portals) {
        await load.run(route, WARM_UP);
      }
    }
    const sides = { ours: ours.load, stock: stock.load };
    const result = await compare(sides, route, options);
    const good = !result.failed && (smoke || result.ratio >= TARGET_RATIO);
    results.push(good);
    say(
      `${good ? '✓' : '✗'} ${route.title.padEnd(19)} ${describe(
        result,
      )}, ${rows} rows${smoke ? '' : verdict(result)}`,
    );
    if (uncached) {
      const cold = { ours: uncached.load, stock: stock.load };
      say(
        `  … nothing kept      ${describe(
          await compare(cold, route, {
            ...options,
            minRounds: options.minRounds / 2,
            maxRounds: options.minRounds / 2,
          }),
        )}`,
      );
    }
  }
  const { good, lines } = await measureDecisions(ours, smoke ? 1 : 5);
  results.push(smoke || good);
  lines.forEach(say);
  portals.forEach(({ load }) => load.close());
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

main().then(
  async result => {
    if (process.env.BENCH_OUTPUT) {
      await writeFile(process.env.BENCH_OUTPUT, JSON.stringify(result));
    }
    process.exit(result.failed ? 1 : 0);
  },
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(2);
  },
);
