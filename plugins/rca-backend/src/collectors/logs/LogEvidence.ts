import { NewEvidence } from '@internal/plugin-rca-node';
import { LogRecord } from '@internal/plugin-observability-node';
import { TelemetryTarget } from '../telemetry/telemetryTargets';
import { JudgedVolume } from './judgeVolume';
import { LogQueries } from './logQueries';
import { redactSecrets } from '../../lib/redactSecrets';

/** The report's bound on an excerpt. */
const MAX_EXCERPT_BYTES = 4 * 1024;
const MAX_TITLE_CHARS = 160;
const MAX_POINTS = 500;
const MAX_EVIDENCE = 60;

/** Collects evidence and hands out its index. @internal */
export class LogEvidence {
  readonly list: NewEvidence[] = [];
  readonly #cluster: string;
  readonly #queries: LogQueries;

  constructor(options: { cluster: string; queries: LogQueries }) {
    this.#cluster = options.cluster;
    this.#queries = options.queries;
  }

  get isFull(): boolean {
    return this.list.length >= MAX_EVIDENCE;
  }

  addVolume(target: TelemetryTarget, volume: JudgedVolume): void {
    const { facts, points } = volume;
    if (this.isFull) {
      return;
    }
    const current = facts.currentPerMinute.toFixed(1);
    const baseline = facts.baselinePerMinute.toFixed(1);
    const since = facts.onset ? Date.parse(facts.onset) / 1000 : points[0][0];
    this.list.push({
      source: 'logs',
      title: `${target.service}: warnings and errors rose from ${baseline} to ${current} a minute`,
      object: this.#object(target),
      ...(facts.onset && { at: facts.onset }),
      query: this.#queries.problems([target]),
      measurement: {
        value: facts.currentPerMinute,
        unit: 'lines/min',
        windowSeconds: Math.max(0, points.at(-1)![0] - since),
        baseline: facts.baselinePerMinute,
      },
      series: [
        {
          name: `${target.service}: warnings and errors a minute`,
          points: points
            .slice(-MAX_POINTS)
            .map(([time, value]): [number, number] => [time, value]),
        },
      ],
    });
    facts.evidence.push(this.list.length - 1);
  }

  /** Lines that say the same; `template` finds them again. */
  addLines(options: {
    target: TelemetryTarget;
    title: string;
    template: string;
    examples: readonly LogRecord[];
    at?: string;
  }): number {
    const { target } = options;
    this.list.push({
      source: 'logs',
      title: redactSecrets(options.title).slice(0, MAX_TITLE_CHARS),
      object: this.#object(target, options.examples[0]?.pod),
      ...(options.at && { at: options.at }),
      query: this.#queries.template(target, options.template),
      ...(options.examples.length > 0 && {
        excerpt: excerptOf(options.examples),
      }),
    });
    return this.list.length - 1;
  }

  #object(target: TelemetryTarget, pod?: string) {
    return {
      cluster: this.#cluster,
      namespace: target.namespace,
      ...(pod
        ? { kind: 'Pod', name: pod }
        : { kind: 'Service', name: target.service }),
    };
  }
}

function excerptOf(records: readonly LogRecord[]): string {
  const text = records
    .map(record =>
      [record.time, record.pod, record.level, record.message]
        .filter(part => part)
        .join(' '),
    )
    .join('\n');
  return cutBytes(redactSecrets(text), MAX_EXCERPT_BYTES);
}

function cutBytes(text: string, max: number): string {
  const bytes = Buffer.from(text);
  if (bytes.byteLength <= max) {
    return text;
  }
  // Half a character at the cut becomes a replacement character: drop it.
  const cut = bytes
    .subarray(0, max - 3)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
  return `${cut}…`;
}
