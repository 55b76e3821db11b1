import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { run } from '../lib/children.mjs';
import { inData, readJson, root } from '../lib/paths.mjs';

/** Every fault and control with one seed; each scenario counts as a test. */
async function evaluate() {
  const output = inData('eval.json');
  rmSync(output, { force: true });
  await run('evaluation', process.execPath, [
    '--require',
    join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
    join(root, 'tests/eval/src/bin.ts'),
    '--output',
    output,
  ]);
  const report = readJson(output);
  if (!report?.scenarios?.length) return { passed: 0, failed: 1 };
  const wrong = report.scenarios.filter(({ correct }) => !correct);
  return {
    passed: report.scenarios.length - wrong.length,
    failed: wrong.length,
    failures: wrong.map(({ fault, ...judgement }) => ({
      title: fault,
      message: JSON.stringify(judgement),
    })),
  };
}

export const evaluationSteps = [
  { title: 'Evaluation: faults and controls', work: evaluate },
];
