// Measures how fast the analysis is: `make bench-speed`, with options in ARGS:
//   --part NAME   templates, detectors or memory (repeatable; default all)
//   --lines N     lines for the memory part (default 5 000 000)
//   --rounds N    rounds for each figure (default 7)
// BENCH_DATA names the root of the public data, as for `make bench-accuracy`.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchDetectors } from './detectors';
import { readLines } from './lines';
import { benchMemory } from './memory';
import { benchTemplates } from './templates';

const DEFAULT_LINES = '5000000';
const DEFAULT_ROUNDS = '7';

async function main() {
  const { values } = parseArgs({
    options: {
      part: { type: 'string', multiple: true },
      lines: { type: 'string', default: DEFAULT_LINES },
      rounds: { type: 'string', default: DEFAULT_ROUNDS },
    },
  });
  const rounds = Number(values.rounds);
  const isWanted = (part: string) => values.part?.includes(part) ?? true;
  print(
    `Node ${process.version}, ${availableParallelism()} cores (${
      cpus()[0]?.model
    }), load ${loadavg()[0].toFixed(1)} before the run`,
  );
  const { lines, source } = readLines();
  print(`lines: ${lines.length} of ${source}`);
  if (isWanted('templates')) {
    await benchTemplates(lines, rounds, print);
  }
  if (isWanted('detectors')) {
    benchDetectors(rounds, print);
  }
  if (isWanted('memory')) {
    await benchMemory(lines, Number(values.lines), print);
  }
}

function print(text: string) {
  process.stdout.write(`${text}\n`);
}

main().catch(error => {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exitCode = 1;
});
