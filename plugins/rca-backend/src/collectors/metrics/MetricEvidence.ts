import { Point } from '@internal/analysis';
import { NewEvidence } from '@internal/plugin-rca-node';
import { thinOut } from './curves';
import { JudgedCall } from './judgeCall';
import { JudgeContext, JudgedService } from './judgeService';
import { CalleeSignal, MetricQueries } from './metricQueries';
import { MetricSignal, ServiceMetricFacts, SignalKind } from './MetricFacts';

const MAX_POINTS = 500;
/** Enough for every anomaly of a large cascade; the report stays readable. */
const MAX_EVIDENCE = 60;
/** Shown of the subject even when they are as always: they are what "healthy" rests on. */
const ALWAYS_SHOWN: SignalKind[] = ['rate', 'error-ratio', 'latency-p95'];

const labels: Record<SignalKind, string> = {
  rate: 'request rate',
  'error-ratio': 'error ratio',
  'latency-p50': 'median latency',
  'latency-p95': 'p95 latency',
  'cpu-of-limit': 'CPU use of its limit',
  'cpu-throttling': 'CPU throttling ratio',
  'memory-of-limit': 'memory use of its limit',
  restarts: 'container restarts',
  'replicas-desired': 'desired replicas',
  'replicas-available': 'available replicas',
};

/**
 * Turns judged signals into evidence and notes its index in each signal.
 * @internal
 */
export class MetricEvidence {
  readonly list: NewEvidence[] = [];
  readonly #cluster: string;
  readonly #queries: MetricQueries;
  readonly #context: JudgeContext;

  constructor(options: {
    cluster: string;
    queries: MetricQueries;
    context: JudgeContext;
  }) {
    this.#cluster = options.cluster;
    this.#queries = options.queries;
    this.#context = options.context;
  }

  addService({ facts, curves }: JudgedService): void {
    for (const signal of Object.values(facts.signals)) {
      const { kind } = signal;
      const shown =
        signal.anomalous ||
        // A kill for want of memory resets the curve: too jagged for a shift, and yet what shows it.
        (kind === 'memory-of-limit' && hasRestarted(facts)) ||
        (facts.isSubject && ALWAYS_SHOWN.includes(kind)) ||
        (kind === 'rate' && signal.shift) ||
        (kind === 'replicas-desired' && signal.shift);
      if (shown) {
        this.#add({
          signal,
          subject: `${facts.service}: ${labels[kind]}`,
          name: facts.service,
          namespace: facts.namespace,
          query: this.#queries.signals[kind]([facts.service]),
          points: curves[kind] ?? [],
        });
      }
    }
  }

  addCall({ facts, curves }: JudgedCall): void {
    const signals: Array<[CalleeSignal, MetricSignal | undefined]> = [
      ['error-ratio', facts.errorRatio],
      ['latency-p95', facts.latencyP95],
    ];
    for (const [kind, signal] of signals) {
      if (signal?.anomalous) {
        this.#add({
          signal,
          subject: `${facts.caller} calling ${facts.callee}: ${labels[kind]}`,
          name: facts.callee,
          namespace: facts.calleeNamespace,
          query: this.#queries.callees[kind]([facts.caller]),
          points: curves[kind] ?? [],
        });
      }
    }
  }

  #add(options: {
    signal: MetricSignal;
    subject: string;
    name: string;
    namespace?: string;
    query: string;
    points: readonly Point[];
  }) {
    const { signal, subject } = options;
    if (this.list.length >= MAX_EVIDENCE) {
      return;
    }
    const { from, to } = this.#context.window;
    const since = signal.shift && Date.parse(signal.shift.onset) / 1000;
    this.list.push({
      source: 'metrics',
      title: `${subject} ${describeChange(
        signal,
        options.points.filter(([time]) => time >= from),
      )}`,
      object: {
        cluster: this.#cluster,
        ...(options.namespace && { namespace: options.namespace }),
        kind: 'Service',
        name: options.name,
      },
      ...(signal.shift && { at: signal.shift.onset }),
      query: options.query,
      measurement: {
        value: signal.current,
        unit: signal.unit,
        windowSeconds: Math.round(Math.max(0, to - (since ?? from))),
        ...(signal.baseline !== undefined && { baseline: signal.baseline }),
      },
      series: [{ name: subject, points: thinOut(options.points, MAX_POINTS) }],
    });
    signal.evidence.push(this.list.length - 1);
  }
}

function hasRestarted({ signals }: ServiceMetricFacts): boolean {
  return (signals.restarts?.current ?? 0) > 0;
}

function describeChange(
  signal: MetricSignal,
  points: readonly Point[],
): string {
  if (signal.kind === 'memory-of-limit' && !signal.shift && points.length) {
    const peak = Math.max(...points.map(([, value]) => value));
    return `peaked at ${format(peak, signal.unit)}`;
  }
  const current = format(signal.current, signal.unit);
  if (!signal.shift || signal.baseline === undefined) {
    return `is steady at ${current}`;
  }
  const verb = signal.shift.direction === 'up' ? 'rose' : 'fell';
  return `${verb} from ${format(signal.baseline, signal.unit)} to ${current}`;
}

function format(value: number, unit: MetricSignal['unit']): string {
  switch (unit) {
    case 'ratio':
      return `${(value * 100).toFixed(1)} %`;
    case 's':
      return `${(value * 1000).toFixed(0)} ms`;
    case 'requests/s':
      return `${value.toPrecision(3)} requests/s`;
    default:
      return `${value}`;
  }
}
