import { Judgement } from './judge';

/** One fault with one seed. @internal */
export type Scenario = Judgement & {
  fault: string;
  seed: number;
  seconds: number;
  confidence: number;
};

/** Upper ends of the bins of the reliability table. */
const BINS = [0.5, 0.7, 0.8, 0.9, 0.95, 1];

/** How often reports of about one confidence are right. @internal */
export function calibration(scenarios: Scenario[]) {
  return BINS.map((high, i) => {
    const low = BINS[i - 1] ?? 0;
    const here = scenarios.filter(
      ({ confidence }) =>
        confidence <= high &&
        (confidence > low || (i === 0 && confidence >= 0)),
    );
    const sum = here.reduce((total, { confidence }) => total + confidence, 0);
    return {
      range: `${low.toFixed(2)}-${high.toFixed(2)}`,
      cases: here.length,
      right: share(here, ({ correct }) => correct),
      mean: round(sum / (here.length || 1)),
    };
  }).filter(({ cases }) => cases > 0);
}

/** The figures of an evaluation. @internal */
export function summarise(scenarios: Scenario[]) {
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
    categoryRight: share(faults, ({ categoryRight }) => categoryRight),
    actionRight: share(withAction, ({ actionRight }) => actionRight === true),
    brier: round(brier.reduce((a, b) => a + b, 0) / (brier.length || 1)),
    secondsMedian: round(seconds[Math.floor(seconds.length / 2)] ?? 0),
    secondsP95: round(seconds[Math.floor(0.95 * (seconds.length - 1))] ?? 0),
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
