// Injects every fault and control of the sandbox, each into a fresh company, and
// compares the report with the truth. `make eval`, or with options:
//   SEEDS=1,2,3  FAULTS=oom-checkout,…  WITHOUT=metrics,logs  --output FILE  --reports FOLDER
//   --min-top1 1  --min-top3 1  --max-false-positives 0
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { renderReportMarkdown } from '@internal/plugin-rca-common';
import { faultCatalog } from '@internal/sandbox';
import { judge, Judgement } from './judge';
import { runScenario } from './runScenario';

type Scenario = Judgement & {
  fault: string;
  seed: number;
  seconds: number;
  confidence: number;
};

const DEFAULT_OUTPUT = resolvePackagePath('@internal/eval', 'dist/eval.json');

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      output: { type: 'string', default: DEFAULT_OUTPUT },
      reports: { type: 'string' },
      'min-top1': { type: 'string', default: '1' },
      'min-top3': { type: 'string', default: '1' },
      'max-false-positives': { type: 'string', default: '0' },
    },
  });
  const seeds = listOf(process.env.SEEDS ?? '1').map(Number);
  if (seeds.some(seed => !Number.isSafeInteger(seed) || seed < 0)) {
    throw new Error(`SEEDS is '${process.env.SEEDS}': must be whole numbers`);
  }
  const only = listOf(process.env.FAULTS ?? '');
  const faults = faultCatalog.filter(
    ({ name }) => only.length === 0 || only.includes(name),
  );
  const scenarios: Scenario[] = [];
  print(['fault', 'seed', '', 'found', 'conf.', 'action', 'seconds']);
  for (const seed of seeds) {
    for (const { name, truth } of faults) {
      const { report, seconds } = await runScenario({
        fault: name,
        seed,
        without: listOf(process.env.WITHOUT ?? ''),
      });
      const judgement = judge(report, truth);
      scenarios.push({
        fault: name,
        seed,
        seconds,
        confidence: report.confidence,
        ...judgement,
      });
      print([
        name,
        String(seed),
        gradeOf(judgement),
        judgement.found,
        report.confidence.toFixed(2),
        wordOf(judgement.actionRight),
        seconds.toFixed(2),
      ]);
      if (values.reports) {
        await write(
          join(values.reports, `${name}-${seed}.md`),
          renderReportMarkdown(report),
        );
      }
    }
  }
  const summary = summarise(scenarios);
  await write(
    values.output,
    `${JSON.stringify({ summary, scenarios }, undefined, 2)}\n`,
  );
  for (const [key, value] of Object.entries(summary)) {
    process.stdout.write(
      `${key}: ${Array.isArray(value) ? value.join('; ') || 'none' : value}\n`,
    );
  }
  // An empty evaluation proves nothing.
  return (
    scenarios.length > 0 &&
    summary.top1 >= Number(values['min-top1']) &&
    summary.top3 >= Number(values['min-top3']) &&
    summary.falsePositives <= Number(values['max-false-positives'])
  );
}

function summarise(scenarios: Scenario[]) {
  const faults = scenarios.filter(({ control }) => !control);
  const controls = scenarios.filter(({ control }) => control);
  const withAction = faults.filter(
    ({ actionRight }) => actionRight !== undefined,
  );
  const seconds = scenarios
    .map(scenario => scenario.seconds)
    .sort((a, b) => a - b);
  const brier = scenarios.map(
    ({ confidence, correct }) => (confidence - (correct ? 1 : 0)) ** 2,
  );
  return {
    faults: faults.length,
    controls: controls.length,
    top1: share(faults, ({ correct }) => correct),
    top3: share(faults, ({ top3 }) => top3),
    healthyControls: share(controls, ({ correct }) => correct),
    falsePositives: controls.filter(({ falsePositive }) => falsePositive)
      .length,
    actionRight: share(withAction, ({ actionRight }) => actionRight === true),
    brier: round(brier.reduce((a, b) => a + b, 0) / (brier.length || 1)),
    secondsMedian: round(seconds[Math.floor(seconds.length / 2)] ?? 0),
    secondsMax: round(seconds.at(-1) ?? 0),
    misses: scenarios
      .filter(({ correct }) => !correct)
      .map(
        ({ fault, seed, expected, found }) =>
          `${fault} (seed ${seed}): expected ${expected}, found ${found}`,
      ),
  };
}

function share<T>(items: T[], holds: (item: T) => boolean): number {
  return items.length ? round(items.filter(holds).length / items.length) : 1;
}

function round(value: number): number {
  return Number(value.toFixed(3));
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);
}

function gradeOf({ correct, top3 }: Judgement): string {
  if (correct) {
    return 'right';
  }
  return top3 ? 'top 3' : 'WRONG';
}

function wordOf(right: boolean | undefined): string {
  if (right === undefined) {
    return '';
  }
  return right ? 'right' : 'other';
}

function print(cells: string[]): void {
  const widths = [26, 5, 6, 48, 6, 7, 7];
  process.stdout.write(
    `${cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join(' ')
      .trimEnd()}\n`,
  );
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

main().then(
  // The sandbox's servers may hold sockets open: the work is done, so the process ends.
  good => process.exit(good ? 0 : 1),
  error => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(2);
  },
);
