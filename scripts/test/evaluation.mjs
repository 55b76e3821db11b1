import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { run } from '../lib/children.mjs';
import { inData, readJson, root } from '../lib/paths.mjs';

/** Processes that share the scenarios: most machines that run this have two cores. */
const SHARDS = 2;

/**
 * What must hold of all faults together. Some faults are meant to be hard, so
 * single misses are listed and do not fail the step. The floors are below what was
 * seen, for the time of day decides how much load there is.
 */
const FLOORS = [
  [
    'faults right at first',
    0.85,
    scenarios => share(faultsOf(scenarios), 'correct'),
  ],
  [
    'faults among the first three',
    0.8,
    scenarios => share(faultsOf(scenarios), 'top3'),
  ],
  [
    'controls called healthy',
    0.85,
    scenarios => share(controlsOf(scenarios), 'correct'),
  ],
  [
    'controls without a false cause',
    0.85,
    scenarios => 1 - share(controlsOf(scenarios), 'falsePositive'),
  ],
  [
    'right actions',
    0.8,
    scenarios =>
      share(
        scenarios.filter(({ actionRight }) => actionRight !== undefined),
        'actionRight',
      ),
  ],
];

const faultsOf = scenarios => scenarios.filter(({ control }) => !control);
const controlsOf = scenarios => scenarios.filter(({ control }) => control);
const share = (items, key) =>
  items.length ? items.filter(item => item[key]).length / items.length : 0;

/** Every fault and control with one seed, and the floors under the figures. */
async function evaluate() {
  const scenarios = (
    await Promise.all(Array.from({ length: SHARDS }, (_, i) => shardOf(i)))
  ).flat();
  if (scenarios.length === 0) return { passed: 0, failed: 1 };
  for (const { fault, expected, found } of scenarios.filter(
    ({ correct }) => !correct,
  )) {
    process.stdout.write(
      `missed ${fault}: expected ${expected}, found ${found}\n`,
    );
  }
  const unmet = FLOORS.map(([title, floor, measure]) => ({
    title,
    floor,
    value: measure(scenarios),
  })).filter(({ floor, value }) => value < floor);
  return {
    passed: scenarios.filter(({ correct }) => correct).length,
    failed: unmet.length,
    failures: unmet.map(({ title, floor, value }) => ({
      title,
      message: `${value.toFixed(3)} is below ${floor}`,
    })),
  };
}

/** A part that ended early has no report: without it the figures would be those of the rest. */
async function shardOf(index) {
  const output = inData(`eval-${index}.json`);
  rmSync(output, { force: true });
  await run(
    'evaluation',
    process.execPath,
    [
      '--require',
      join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      join(root, 'tests/eval/src/bin.ts'),
      '--output',
      output,
    ],
    { env: { ...process.env, SHARD: `${index}/${SHARDS}` } },
  );
  const report = readJson(output);
  if (!report?.scenarios?.length) {
    throw new Error(`Part ${index} of the evaluation ended without a report`);
  }
  return report.scenarios;
}

export const evaluationSteps = [
  { title: 'Evaluation: faults and controls', work: evaluate },
];
