import { EntitySeries, Incident, rankRootCauses } from '@internal/analysis';
import {
  listPetShopScenarios,
  PetShopCase,
  PetShopScenario,
  PetShopSeries,
} from '../data/petshop';
import { mean, Outcome, priorFloor, randomFloor } from '../scoring/ranking';
import {
  missesOf,
  outcomeRows,
  publishedRow,
  rankingRow,
  rankingTable,
  reliabilityTable,
} from '../scoring/rankingTable';
import { Suite, SuiteContext } from '../types';

const ONSET_SHIFT_MS = 60_000;
const PERCENT = 100;
/** The splits of the fault-free data that measure specificity. */
const FIRST_SPLIT = 0.5;
const SPLIT_STEP = 0.1;
const MIN_ROWS_AFTER_SPLIT = 3;

const PUBLISHED: Array<[string, string, string[]]> = [
  ['published: anomaly traversal, low', '26', ['0.692', '0.769']],
  ['published: anomaly traversal, low latency', '14', ['0.571', '0.571']],
  ['published: anomaly traversal, low availability', '12', ['0.833', '1.000']],
  ['published: anomaly traversal, low + high', '52', ['0.654', '0.827']],
  ['published: anomaly traversal, all four', '68', ['0.706', '0.868']],
  ['baseline anomaly traversal, ties shared', '26', ['0.62', '0.77', '0.77']],
  ['the same, low + high', '52', ['0.55', '0.81', '0.83']],
];

/** Share of empty answers on fault-free data, low traffic. */
const PUBLISHED_SPECIFICITY: Record<string, string> = {
  latency: '0.167',
  availability: '1.000',
};

/** Ranks the faulty node of each PetShop issue. */
export const suite: Suite = {
  name: 'petshop',
  async run(context) {
    const scenarios = listPetShopScenarios(context.root);
    const cases = scenarios.flatMap(scenario =>
      scenario.cases.map(one => ({ scenario, one })),
    );
    if (cases.length === 0) {
      return undefined;
    }
    const runs = [
      { label: 'given onset', shift: 0 },
      { label: '+60 s', shift: ONSET_SHIFT_MS },
    ].map(run => ({
      ...run,
      outcomes: cases.map(({ scenario, one }) =>
        judge(scenario, one, run.shift, context),
      ),
    }));
    const random = randomFloor(
      cases.map(({ scenario, one }) => ({
        truth: one.truth,
        candidates: scenario.candidates,
      })),
    );
    const prior = priorFloor(cases.map(({ one }) => one.truth));
    const rows = [
      rankingRow('random', random),
      rankingRow('constant prior, in-sample', prior),
      ...PUBLISHED.map(([name, n, shares]) => publishedRow(name, n, shares)),
    ];
    const figures: Record<string, unknown> = { random, prior };
    const misses: string[] = [];
    for (const { label, outcomes } of runs) {
      const made = outcomeRows(label, outcomes);
      rows.push(...made.rows);
      Object.assign(figures, made.figures);
      misses.push(...missesOf(`petshop ${label}`, outcomes));
    }
    const specificity = specificityOf(scenarios, context);
    figures.specificity = specificity;
    return {
      tables: [
        rankingTable('petshop', rows),
        {
          title: 'petshop: share of empty answers on fault-free splits',
          header: ['target metric', 'splits', 'empty', 'published'],
          rows: Object.entries(specificity).map(([metric, one]) => [
            metric,
            String(one.splits),
            one.empty.toFixed(3),
            PUBLISHED_SPECIFICITY[metric] ?? '',
          ]),
        },
        reliabilityTable('petshop, given onset: reliability', runs[0].outcomes),
      ],
      misses,
      notes: scenarios.map(
        ({ scenario, cases: { length }, candidates }) =>
          `petshop ${scenario}: ${length} issues, ${candidates.length} nodes, metrics and call graph`,
      ),
      figures: { petshop: figures },
    };
  },
};

function judge(
  scenario: PetShopScenario,
  one: PetShopCase,
  shift: number,
  context: SuiteContext,
): Outcome {
  const base = {
    name: one.name,
    type: one.target.metric,
    truth: context.rename(one.truth),
  };
  try {
    const ranked = rankRootCauses(
      incidentOf(scenario, {
        normal: scenario.normal,
        current: one.current,
        target: { ...one.target, onset: one.target.onset + shift },
        context,
      }),
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

/** The engine judges the metric that raised the alarm, with requests as the weight. */
function incidentOf(
  scenario: PetShopScenario,
  options: {
    normal: readonly PetShopSeries[];
    current: readonly PetShopSeries[];
    target: PetShopCase['target'];
    context: SuiteContext;
  },
): Incident {
  const { normal, current, target, context } = options;
  const known = new Map(normal.map(one => [keyOf(one), one]));
  const series = current.flatMap(one => {
    const kind = kindOf(one, target.metric);
    const reference = known.get(keyOf(one));
    return kind && reference
      ? [
          {
            kind,
            entity: context.rename(one.node),
            points: convert(one),
            reference: convert(reference),
          },
        ]
      : [];
  });
  return {
    onset: target.onset,
    series: context.reorder(series),
    edges: context.reorder(scenario.edges).map(({ from, to }) => ({
      from: context.rename(from),
      to: context.rename(to),
    })),
    symptom: context.rename(target.node),
  };
}

function kindOf(
  { metric, statistic }: PetShopSeries,
  target: string,
): EntitySeries['kind'] | undefined {
  if (metric === 'requests') {
    return 'traffic';
  }
  if (metric !== target || statistic !== 'Average') {
    return undefined;
  }
  return metric === 'availability' ? 'failure-share' : 'latency';
}

function convert({ metric, points }: PetShopSeries): Array<[number, number]> {
  return metric === 'availability'
    ? points.map(([time, value]) => [time, 1 - value / PERCENT])
    : points;
}

function keyOf({ node, metric, statistic }: PetShopSeries): string {
  return `${node}\n${metric}\n${statistic}`;
}

/** Splits the fault-free data into a past and a present: nothing should be blamed. */
function specificityOf(
  scenarios: readonly PetShopScenario[],
  context: SuiteContext,
): Record<string, { splits: number; empty: number }> {
  const result: Record<string, { splits: number; empty: number }> = {};
  for (const metric of ['latency', 'availability']) {
    const answers = scenarios.flatMap(scenario => {
      const times = [
        ...new Set(
          scenario.normal.flatMap(({ points }) => points.map(([time]) => time)),
        ),
      ].sort((a, b) => a - b);
      const node = scenario.cases[0]?.target.node;
      return node === undefined
        ? []
        : splitsOf(times.length).map(index => {
            const onset = times[index];
            const side = (before: boolean) =>
              scenario.normal.map(one => ({
                ...one,
                points: one.points.filter(([time]) => time < onset === before),
              }));
            return rankRootCauses(
              incidentOf(scenario, {
                normal: side(true),
                current: side(false),
                target: { node, metric, onset },
                context,
              }),
            );
          });
    });
    result[metric] = {
      splits: answers.length,
      empty: mean(answers.map(({ length }) => (length === 0 ? 1 : 0))),
    };
  }
  return result;
}

function splitsOf(rows: number): number[] {
  const splits: number[] = [];
  const step = Math.max(1, Math.floor(SPLIT_STEP * rows));
  for (
    let split = Math.floor(FIRST_SPLIT * rows);
    split < rows - MIN_ROWS_AFTER_SPLIT;
    split += step
  ) {
    splits.push(split);
  }
  return splits;
}
