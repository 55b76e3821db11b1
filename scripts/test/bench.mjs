import { rmSync } from 'node:fs';
import { runBench } from '../bench/runBench.mjs';
import { inData, readJson } from '../lib/paths.mjs';

/** Sees that the benchmark runs and that both portals give the same; judges no speed. */
async function smoke() {
  const output = inData('bench.json');
  rmSync(output, { force: true });
  await runBench({ smoke: true, output });
  return readJson(output) ?? { passed: 0, failed: 1 };
}

export const benchSteps = [
  { title: 'Benchmark of tenancy, a few requests', work: smoke },
];
