import { compareRates } from '../templates';

/** A rate or share that changed by less is of no interest. */
const MIN_RATIO = 2;

/** What was seen of one template on one side. @public */
export type TemplateCounts = {
  /** Seconds in which somebody looked; fewer than passed where only a sample was seen. */
  seconds: number;
  /** Lines of each template. */
  counts: ReadonlyMap<string, number>;
};

/** @public */
export type TemplateChange = {
  id: string;
  kind: 'new-template' | 'vanished-template' | 'rate-shift' | 'ratio-shift';
  before: number;
  after: number;
  /** Probability that chance alone brings as much. */
  chance: number;
};

/** @public */
export type TemplateChangeOptions = {
  /**
   * How much more the counts of a template vary than those of independent lines do,
   * at least 1 (the index of dispersion). Default 1.
   */
  dispersionOf?(id: string): number;
};

/**
 * Compares how often each template occurs before and after.
 *
 * @remarks
 * A template changes its rate (lines per second) or its ratio (share among the
 * other lines). If all traffic doubles, every rate does and no ratio: neither is
 * reported. Both must have changed; it is called a ratio shift where the other
 * lines changed their rate as well.
 * The test is the log-likelihood ratio of {@link compareRates}, exact where one
 * side is empty, divided by the dispersion (quasi-likelihood: Wedderburn,
 * Biometrika 61, 1974), as log lines come in bursts.
 *
 * @public
 */
export function compareTemplates(
  before: TemplateCounts,
  after: TemplateCounts,
  options: TemplateChangeOptions = {},
): TemplateChange[] {
  const totals = { before: sum(before.counts), after: sum(after.counts) };
  if (
    totals.before === 0 ||
    totals.after === 0 ||
    before.seconds <= 0 ||
    after.seconds <= 0
  ) {
    return [];
  }
  const lengths = { before: before.seconds, after: after.seconds };
  const ids = new Set([...before.counts.keys(), ...after.counts.keys()]);
  const changes: TemplateChange[] = [];
  for (const id of ids) {
    const seen = {
      before: before.counts.get(id) ?? 0,
      after: after.counts.get(id) ?? 0,
    };
    const dispersion = Math.max(1, options.dispersionOf?.(id) ?? 1);
    const share = before.seconds / (before.seconds + after.seconds);
    const change = { id, ...seen };
    if (seen.before === 0 && seen.after > 0) {
      const chance = (1 - share) ** (seen.after / dispersion);
      changes.push({ ...change, kind: 'new-template', chance });
    } else if (seen.after === 0 && seen.before > 0) {
      const chance = share ** (seen.before / dispersion);
      changes.push({ ...change, kind: 'vanished-template', chance });
    } else if (seen.before > 0) {
      const others = {
        before: totals.before - seen.before,
        after: totals.after - seen.after,
      };
      const rate = chanceOf(seen, lengths, dispersion);
      const ratio =
        others.before > 0 && others.after > 0
          ? chanceOf(seen, others, dispersion)
          : rate;
      if (isLarge(seen, lengths) && isLarge(seen, totals)) {
        const rest =
          others.after / after.seconds / (others.before / before.seconds);
        const isSteady = rest < MIN_RATIO && rest > 1 / MIN_RATIO;
        changes.push({
          ...change,
          kind: isSteady || !(rest > 0) ? 'rate-shift' : 'ratio-shift',
          chance: Math.max(rate, ratio),
        });
      } else {
        // Counts among what was compared, so that the others pay for it.
        changes.push({ ...change, kind: 'rate-shift', chance: 1 });
      }
    }
  }
  return changes;
}

type Sides = { before: number; after: number };

function chanceOf(seen: Sides, exposure: Sides, dispersion: number): number {
  const { score } = compareRates(
    { count: seen.before, seconds: exposure.before },
    { count: seen.after, seconds: exposure.after },
  );
  return chiSquaredTail(score / dispersion);
}

function isLarge(seen: Sides, exposure: Sides): boolean {
  const ratio = seen.after / exposure.after / (seen.before / exposure.before);
  return ratio >= MIN_RATIO || ratio <= 1 / MIN_RATIO;
}

/**
 * Probability of a larger value of the chi-squared distribution with one degree of
 * freedom (Abramowitz and Stegun, 1964, 26.2.17 for the normal tail; error below 1e-7).
 *
 * @internal
 */
export function chiSquaredTail(value: number): number {
  const z = Math.sqrt(Math.max(0, value));
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial =
    t *
    (0.31938153 +
      t *
        (-0.356563782 +
          t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(
    1,
    2 * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial,
  );
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) {
    total += count;
  }
  return total;
}
