// Measures the analysis on public data sets: `make bench-accuracy`, with options in ARGS:
//   --suite NAME   only this one (repeatable)
//   --anonymise    again with random names and other orders; figures must be identical
//   --output FILE  where the JSON goes (default dist/accuracy.json)
// BENCH_DATA names the data's root (default ../shared/bench beside the project).
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { dataRoot, PACKAGE, PROJECT } from './dataRoot';
import { formatTable } from './print';
import { describeData, hashEngine } from './provenance';
import { anonymised, asIs } from './renames';
import { Suite, SuiteContext, SuiteReport } from './types';

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', multiple: true },
      anonymise: { type: 'boolean', default: false },
      output: { type: 'string', default: join(PACKAGE, 'dist/accuracy.json') },
    },
  });
  const { root, isThere } = dataRoot();
  if (!isThere) {
    print(`No data at ${root}: no figures. Set BENCH_DATA to the data's root.`);
    return false;
  }
  const data = describeData(root);
  const engine = hashEngine(join(PROJECT, 'packages/analysis/src'));
  print(`part        ${data.part}`);
  print(`SHA256SUMS  ${data.sums}`);
  print(`parameters  ${engine} (hash of the engine's sources)`);

  const suites = await findSuites();
  const chosen = suites.filter(
    ({ name }) => !values.suite || values.suite.includes(name),
  );
  const results: Record<string, unknown> = {};
  let fine = chosen.length > 0;
  for (const suite of chosen) {
    const started = process.hrtime.bigint();
    const report = await attempt(suite, asIs(root));
    if (report instanceof Error) {
      // The data of one suite must not cost the figures of the others.
      results[suite.name] = { failed: report.message };
      fine = false;
      continue;
    }
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (!report) {
      print(`\n${suite.name}: its data is not there, no figures`);
      continue;
    }
    show(suite, report, seconds);
    results[suite.name] = { ...report, seconds };
    if (values.anonymise) {
      const again = await attempt(suite, anonymised(root));
      const same =
        !(again instanceof Error) &&
        isDeepStrictEqual(again?.figures, report.figures);
      print(
        `${suite.name}: with random names the figures are ${
          same ? 'identical' : 'NOT identical'
        }`,
      );
      fine &&= same;
    }
  }
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  print(`\npeak memory ${peakMiB.toFixed(0)} MiB`);
  await mkdir(dirname(values.output), { recursive: true });
  await writeFile(
    values.output,
    `${JSON.stringify({ data, engine, peakMiB, results }, undefined, 2)}\n`,
  );
  print(`JSON in ${values.output}`);
  return fine;
}

/** What failed is said, and has no figures. */
async function attempt(
  suite: Suite,
  context: SuiteContext,
): Promise<SuiteReport | Error | undefined> {
  try {
    return await suite.run(context);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    print(`\n${suite.name}: FAILED, no figures: ${failure.stack}`);
    return failure;
  }
}

async function findSuites(): Promise<Suite[]> {
  const folder = join(PACKAGE, 'src/suites');
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort();
  return Promise.all(
    files.map(async name => {
      const loaded = await import(join(folder, name));
      // Compiled to CommonJS, a module's exports are its default export.
      return (loaded.suite ?? loaded.default.suite) as Suite;
    }),
  );
}

function show(suite: Suite, report: SuiteReport, seconds: number) {
  print('');
  report.notes.forEach(print);
  for (const table of report.tables) {
    print(formatTable(table));
  }
  if (report.misses.length > 0) {
    print(`\nMissed:\n${report.misses.map(miss => `  ${miss}`).join('\n')}`);
  }
  print(`${suite.name}: ${seconds.toFixed(1)} s`);
}

function print(text: string) {
  process.stdout.write(`${text}\n`);
}

main().then(
  fine => {
    process.exitCode = fine ? 0 : 1;
  },
  error => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exitCode = 1;
  },
);
