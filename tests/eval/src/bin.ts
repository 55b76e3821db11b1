// Injects every fault and control of the sandbox, each into a fresh company, and
// compares the report with the truth. `make eval`, or with options:
//   SEEDS=1,2,3  FAULTS=oom-checkout,…  WITHOUT=metrics,logs  SHARD=0/2  --output FILE  --reports FOLDER
//   --min-top1 1  --min-top3 1  --max-false-positives 0
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { renderReportMarkdown } from '@internal/plugin-rca-common';
import { faultsFor } from '@internal/sandbox';
import { judge, Judgement } from './judge';
import { runScenario } from './runScenario';
import { calibration, Scenario, summarise } from './summarise';

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
  const [shard, shards] = (process.env.SHARD ?? '0/1').split('/').map(Number);
  const scenarios: Scenario[] = [];
  print(['fault', 'seed', '', 'found', 'conf.', 'action', 'seconds']);
  for (const seed of seeds) {
    const faults = faultsFor(seed).filter(
      ({ name }, i) =>
        i % shards === shard && (only.length === 0 || only.includes(name)),
    );
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
  process.stdout.write('\nconfidence   cases  right  mean\n');
  for (const { range, cases, right, mean } of calibration(scenarios)) {
    process.stdout.write(
      `${range.padEnd(12)} ${String(cases).padEnd(6)} ${right
        .toFixed(2)
        .padEnd(6)} ${mean.toFixed(2)}\n`,
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
