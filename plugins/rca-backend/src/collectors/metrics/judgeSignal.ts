import { detectShift, median, Point } from '@internal/analysis';
import { MetricSignal, SignalKind } from './MetricFacts';

/** The level now, where nothing shifted: the median of the last minutes. */
const CURRENT_SECONDS = 300;

/** What makes a shift of one kind a symptom. */
type SignalRule = {
  unit: MetricSignal['unit'];
  /** The direction that hurts. */
  harmful: 'up' | 'down';
  /** Smaller shifts are not looked at, in the signal's unit. */
  minAbsolute: number;
  /** The same as a share of the baseline. */
  minRelative: number;
  /** Below this level even a shift does not hurt. */
  harmlessBelow?: number;
  /** How bad a harmful shift is, 0 to 1. */
  strength(current: number, baseline: number): number;
};

/** Kinds that are read off a level; counters and replicas have judges of their own. @internal */
export type LevelKind = Exclude<
  SignalKind,
  'restarts' | 'replicas-desired' | 'replicas-available'
>;

const latency: Omit<SignalRule, 'unit'> = {
  harmful: 'up',
  minAbsolute: 0.01,
  minRelative: 0.5,
  // Twice as slow is half as bad as it can get.
  strength: (current, baseline) => 1 - baseline / current,
};

const rules: Record<LevelKind, SignalRule> = {
  rate: {
    unit: 'requests/s',
    harmful: 'down',
    minAbsolute: 0.1,
    minRelative: 0.4,
    strength: (current, baseline) => 1 - current / baseline,
  },
  'error-ratio': {
    unit: 'ratio',
    harmful: 'up',
    minAbsolute: 0.02,
    minRelative: 0.5,
    // One request in ten failing is already two thirds as bad as all of them.
    strength: (current, baseline) => 1 - Math.exp((baseline - current) / 0.1),
  },
  'latency-p50': { unit: 's', ...latency },
  'latency-p95': { unit: 's', ...latency },
  'cpu-of-limit': {
    unit: 'ratio',
    harmful: 'up',
    minAbsolute: 0.15,
    minRelative: 0.2,
    harmlessBelow: 0.8,
    strength: current => current * 0.9,
  },
  'cpu-throttling': {
    unit: 'ratio',
    harmful: 'up',
    minAbsolute: 0.1,
    minRelative: 0.5,
    harmlessBelow: 0.2,
    strength: current => 0.5 + current / 2,
  },
  'memory-of-limit': {
    unit: 'ratio',
    harmful: 'up',
    minAbsolute: 0.1,
    minRelative: 0.1,
    harmlessBelow: 0.9,
    strength: current => current * 0.8,
  },
};

/** A signal and how bad it is. @internal */
export type JudgedSignal = { signal: MetricSignal; strength: number };

/**
 * Summarises a curve: its level now, its level before, whether and when it
 * shifted, and whether that hurts.
 *
 * @param kind - decides what hurts
 * @param points - ascending, by unix seconds; not empty
 * @param stepSeconds - the first shifted point shows what happened since the
 * point before it
 * @internal
 */
export function judgeSignal(
  kind: LevelKind,
  points: readonly Point[],
  stepSeconds: number,
): JudgedSignal {
  const rule = rules[kind];
  const shift = detectShift(points, {
    minAbsolute: rule.minAbsolute,
    minRelative: rule.minRelative,
  });
  if (!shift) {
    const split = points.at(-1)![0] - CURRENT_SECONDS;
    const recent = points.filter(([time]) => time > split);
    const earlier = points.filter(([time]) => time <= split);
    return {
      signal: {
        kind,
        unit: rule.unit,
        current: median(recent.map(([, value]) => value)),
        ...(earlier.length > 0 && {
          baseline: median(earlier.map(([, value]) => value)),
        }),
        anomalous: false,
        evidence: [],
      },
      strength: 0,
    };
  }
  const { baseline, current, direction, score } = shift;
  const anomalous =
    direction === rule.harmful &&
    (rule.harmful === 'down' || current >= (rule.harmlessBelow ?? 0));
  const onset = new Date((shift.onset - stepSeconds) * 1000);
  return {
    signal: {
      kind,
      unit: rule.unit,
      current,
      baseline,
      shift: {
        onset: onset.toISOString(),
        direction,
        ...(baseline !== 0 && { factor: current / baseline }),
        score,
      },
      anomalous,
      evidence: [],
    },
    strength: anomalous
      ? Math.min(1, Math.max(0, rule.strength(current, baseline)))
      : 0,
  };
}
