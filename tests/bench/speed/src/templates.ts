import { TemplateGrouper, TemplateMiner } from '@internal/analysis';
import { formatRate, measureByTurns, verdict } from './measure';
import { measureDrain3 } from './peers/drain3';

/** Times that the lines are given again, as one stream. */
const PASSES = 30;
const PEER_PASSES = 3;
const TARGET = 1_000_000;

/** Template mining: ours, a plain Drain in the same language, and the best peer that installs. */
export async function benchTemplates(
  lines: readonly string[],
  rounds: number,
  print: (text: string) => void,
) {
  const repeat = (passes: number, add: (line: string) => unknown) => {
    for (let pass = 0; pass < passes; pass++) {
      for (const line of lines) {
        add(line);
      }
    }
  };
  print(`\ntemplate mining, ${PASSES} passes over the lines as one stream`);
  const stream = measureByTurns(
    {
      ours: () => {
        const grouper = new TemplateGrouper();
        repeat(PASSES, line => grouper.add(line));
        return grouper.groups.length;
      },
      drain: () => {
        const miner = new TemplateMiner();
        repeat(PASSES, line => miner.add(line));
        return miner.templates.length;
      },
    },
    PASSES * lines.length,
    rounds,
  );
  const once = measureByTurns(
    {
      ours: () => {
        const grouper = new TemplateGrouper();
        repeat(1, line => grouper.add(line));
        return grouper.groups.length;
      },
    },
    lines.length,
    rounds,
  );
  print(
    `${formatRate(
      'TemplateGrouper (ours), groups included',
      stream.ours,
      'lines',
    )}: ${verdict(stream.ours.cpu, TARGET)}`,
  );
  print(
    formatRate(
      '  the same, one pass: every template is new',
      once.ours,
      'lines',
    ),
  );
  print(
    formatRate(
      'TemplateMiner, plain Drain in this repository',
      stream.drain,
      'lines',
    ),
  );
  print(
    `  ratio ${(stream.ours.cpu.median / stream.drain.cpu.median).toFixed(1)}`,
  );
  const peer = await measureDrain3(lines, { passes: PEER_PASSES, rounds: 3 });
  if ('missing' in peer) {
    print(`peer drain3: not measured, ${peer.missing}`);
    return;
  }
  const name = `drain3 ${peer.version}, Python ${peer.python}`;
  for (const [label, rate] of Object.entries(peer.linesPerSecond)) {
    print(
      `${`${name}, ${label}`.padEnd(46)} ${(rate / 1e6).toFixed(
        3,
      )} M lines/s by CPU; ratio ${(stream.ours.cpu.median / rate).toFixed(0)}`,
    );
  }
}
