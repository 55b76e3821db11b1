import { Incident, rankRootCauses, SignalKind } from '@internal/analysis';
import { listNezhaDays, NezhaCase, NezhaDay } from '../data/nezha';
import { Outcome, priorFloor, randomFloor } from '../scoring/ranking';
import {
  missesOf,
  outcomeRows,
  publishedRow,
  rankingRow,
  rankingTable,
  reliabilityTable,
} from '../scoring/rankingTable';
import { Suite, SuiteContext, SuiteReport } from '../types';

/** A stated onset that is so much too late must change nothing. */
const ONSET_SHIFT_MS = 60_000;

/** What the columns measure, in the vocabulary and the units of the engine; others are not used. */
const COLUMNS: Record<string, { kind: SignalKind; factor: number }> = {
  'CpuUsageRate(%)': { kind: 'cpu', factor: 0.01 },
  'MemoryUsageRate(%)': { kind: 'memory', factor: 0.01 },
  'PodServerLatencyP90(s)': { kind: 'latency', factor: 1 },
  'PodWorkload(Ops)': { kind: 'traffic', factor: 1 },
};

type Signals = { logs: boolean; traces: boolean };

const VARIANTS: Array<[label: string, signals: Signals]> = [
  ['metrics + logs + traces', { logs: true, traces: true }],
  ['metrics + logs', { logs: true, traces: false }],
  ['metrics + traces', { logs: false, traces: true }],
  ['metrics', { logs: false, traces: false }],
];

/**
 * Table 3 of the paper, over all faults of each system (TT 45, OB 56), and the
 * strongest simple baseline of the data's README; a part of the days compares only
 * with baselines on the same part.
 */
const PUBLISHED: Array<[string, string[]]> = [
  ['published, TT 45: MicroRCA', ['0.200', '0.311', '0.444']],
  ['published, TT 45: MicroRank', ['0.156', '0.244', '0.356']],
  ['published, TT 45: PDiagnose', ['0.089', '0.133', '0.222']],
  ['published, TT 45: Nezha l+t', ['0.556', '0.622', '0.689']],
  ['published, TT 45: Nezha m+t', ['0.422', '0.444', '0.444']],
  ['published, TT 45: Nezha m+l+t', ['0.867', '0.978', '0.978']],
  ['published, OB 56: PDiagnose', ['0.411', '0.732', '0.821']],
  ['published, OB 56: Nezha m+t', ['0.643', '0.643', '0.643']],
  ['published, OB 56: Nezha m+l+t', ['0.929', '0.964', '0.964']],
  ['baseline gate, TT development 28', ['0.71', '0.89', '1.00']],
  ['baseline gate, TT 45', ['0.56', '0.69', '0.78']],
  ['baseline CPU and memory, OB 56', ['0.59', '0.70', '0.75']],
];

/** Ranks the faulty pod of each fault in the Nezha data. */
export const suite: Suite = {
  name: 'nezha',
  async run(context) {
    const days = listNezhaDays(context.root);
    const systems = [...new Set(days.map(({ system }) => system))];
    if (systems.length === 0) {
      return undefined;
    }
    const report: SuiteReport = {
      tables: [],
      misses: [],
      notes: [],
      figures: {},
    };
    for (const system of systems) {
      runSystem(
        system,
        days.filter(day => day.system === system),
        context,
        report,
      );
    }
    return report;
  },
};

function runSystem(
  system: string,
  days: readonly NezhaDay[],
  context: SuiteContext,
  report: SuiteReport,
) {
  for (const { day, signals, candidates, faults } of days) {
    report.notes.push(
      `${system} ${day}: ${faults.length} faults, ${
        candidates.length
      } pods, ${signals.join(' + ')}`,
    );
  }
  const variants = VARIANTS.filter(([, { logs, traces }]) =>
    days.some(
      ({ signals }) =>
        (!logs || signals.includes('log')) &&
        (!traces || signals.includes('trace')),
    ),
  );
  const runs = variants.flatMap(([label, signals]) => [
    { label, signals, shift: 0, outcomes: [] as Outcome[] },
    {
      label: `${label}, +60 s`,
      signals,
      shift: ONSET_SHIFT_MS,
      outcomes: [] as Outcome[],
    },
  ]);
  for (const day of days) {
    for (const index of day.faults.keys()) {
      const load = readOnce(() => day.load(index));
      for (const run of runs) {
        run.outcomes.push(judge(day.faults[index], load, run, context));
      }
    }
  }

  const random = randomFloor(
    days.flatMap(({ faults, candidates }) =>
      faults.map(({ truth }) => ({ truth, candidates })),
    ),
  );
  const prior = priorFloor(
    days.flatMap(({ faults }) => faults.map(({ truth }) => serviceOf(truth))),
  );
  const rows = [
    rankingRow('random', random),
    rankingRow('constant prior, in-sample', prior),
    ...PUBLISHED.map(([name, shares]) => publishedRow(name, '', shares)),
  ];
  const figures: Record<string, unknown> = { random, prior };
  for (const { label, outcomes } of runs) {
    const made = outcomeRows(label, outcomes);
    rows.push(...made.rows);
    Object.assign(figures, made.figures);
    report.misses.push(...missesOf(`${system} ${label}`, outcomes));
  }
  report.figures[system] = figures;
  report.tables.push(
    rankingTable(system, rows),
    ...runs
      .slice(0, 1)
      .map(({ label, outcomes }) =>
        reliabilityTable(`${system}, ${label}: reliability`, outcomes),
      ),
  );
}

/** Reads a case for all of its runs; what throws, throws in each. */
function readOnce(read: () => NezhaCase): () => NezhaCase {
  let value: NezhaCase | undefined;
  return () => {
    value ??= read();
    return value;
  };
}

function judge(
  { name, type, truth }: NezhaDay['faults'][number],
  load: () => NezhaCase,
  run: { signals: Signals; shift: number },
  context: SuiteContext,
): Outcome {
  const base = { name, type, truth: context.rename(truth) };
  try {
    const ranked = rankRootCauses(
      incidentOf(load().input, run.signals, run.shift, context),
    );
    return {
      ...base,
      answer: ranked.map(({ entity, nats }) => ({ name: entity, score: nats })),
      confidence: ranked[0]?.score,
    };
  } catch (error) {
    return { ...base, answer: [], error: String(error) };
  }
}

function incidentOf(
  input: NezhaCase['input'],
  signals: Signals,
  shift: number,
  context: SuiteContext,
): Incident {
  const named = <T extends { entity: string }>(items: readonly T[]): T[] =>
    items.map(item => ({ ...item, entity: context.rename(item.entity) }));
  const { series, reference, current } = input;
  return {
    onset: input.onset + shift,
    series: context.reorder(
      named(
        series.flatMap(({ entity, column, points }) => {
          const known = COLUMNS[column];
          return known
            ? [
                {
                  entity,
                  kind: known.kind,
                  points: points.map(([time, value]): [number, number] => [
                    time,
                    value * known.factor,
                  ]),
                },
              ]
            : [];
        }),
      ),
    ),
    logs: signals.logs
      ? { reference: named(reference.lines), current: named(current.lines) }
      : undefined,
    traces: signals.traces
      ? { reference: named(reference.spans), current: named(current.spans) }
      : undefined,
  };
}

/** A pod counts under its service in the prior: without the last two parts of its name. */
function serviceOf(pod: string): string {
  return pod.split('-').slice(0, -2).join('-');
}
