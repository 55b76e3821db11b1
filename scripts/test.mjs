// `make test`: every check, one after the other, with one closing line that counts them all.
// `make unit`, `make e2e`, `make lint` run a part of it: node scripts/test.mjs unit
import { stopAll, stopAllOnSignals } from './lib/children.mjs';
import { benchSteps } from './test/bench.mjs';
import { endToEndSteps } from './test/endToEnd.mjs';
import { evaluationSteps } from './test/evaluation.mjs';
import { findRun, recordRun } from './lib/runRecord.mjs';
import { securitySteps } from './test/security.mjs';
import { staticSteps } from './test/static.mjs';
import { unitSteps } from './test/unit.mjs';

const groups = {
  lint: staticSteps,
  unit: unitSteps,
  eval: evaluationSteps,
  bench: benchSteps,
  e2e: endToEndSteps,
  security: securitySteps,
};
const chosen = process.argv.slice(2);
for (const name of chosen) {
  if (!groups[name]) {
    console.error(
      `Unknown group "${name}". Choose from: ${Object.keys(groups).join(', ')}`,
    );
    process.exit(2);
  }
}

const other = findRun('test');
if (other) {
  console.error(
    other.alive
      ? `The tests already run from this folder (process ${other.process.pid}). Wait for them, or stop them with: make stop`
      : 'An earlier test run was killed and left its servers behind. End them with: make stop',
  );
  process.exit(2);
}
recordRun('test');
stopAllOnSignals();
const begun = Date.now();
const rows = [];
for (const [group, steps] of Object.entries(groups)) {
  if (chosen.length && !chosen.includes(group)) continue;
  for (const { title, work } of steps) {
    console.log(`\n── ${title}`);
    const since = Date.now();
    let result;
    try {
      result = await work();
    } catch (error) {
      console.log(error.stack ?? String(error));
      result = {
        passed: 0,
        failed: 1,
        failures: [{ title, message: String(error) }],
      };
    }
    await stopAll({ keepShared: true });
    rows.push({ title, ...result, seconds: (Date.now() - since) / 1000 });
  }
}
await stopAll();

console.log(`\n── Summary (${Math.round((Date.now() - begun) / 1000)} s)`);
for (const { title, passed, failed, skipped, seconds } of rows) {
  const mark = failed ? '✗' : '✓';
  const counts = `${String(passed).padStart(5)} passed ${String(
    failed,
  ).padStart(4)} failed`;
  const time = `${seconds.toFixed(0).padStart(5)} s`;
  const remark = skipped ? '  (in part: see SKIPPED above)' : '';
  console.log(`${mark} ${title.padEnd(48)} ${counts} ${time}${remark}`);
}
for (const { title, message } of rows.flatMap(row => row.failures ?? [])) {
  console.log(`\n✗ ${title}\n${message}`);
}
const sum = key => rows.reduce((total, row) => total + row[key], 0);
// No test at all is a failure: a green run must mean that something was run.
const failed = sum('failed') + (sum('passed') + sum('failed') === 0 ? 1 : 0);
console.log(`\n${sum('passed')} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
