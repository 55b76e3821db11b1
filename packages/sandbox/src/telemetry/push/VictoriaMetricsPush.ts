import { MetricSink } from '../../types';
import { formatNumber } from '../metrics/formatNumber';
import { forceFlush, PushQueue } from './PushQueue';

const BATCH_SAMPLES = 10_000;
const MAX_WAITING_SAMPLES = 1_000_000;

/** Options of {@link VictoriaMetricsPush} and {@link VictoriaLogsPush}. */
export interface PushOptions {
  /** The server's address, e.g. `http://127.0.0.1:8428`. */
  url: string;
  onError?: (error: Error) => void;
}

/** Sends samples with their times to a real VictoriaMetrics. */
export class VictoriaMetricsPush implements MetricSink {
  readonly #url: string;
  readonly #queue: PushQueue;
  /** The world passes the same label objects again and again. */
  readonly #names = new WeakMap<object, string>();

  constructor(options: PushOptions) {
    this.#url = options.url.replace(/\/+$/, '');
    this.#queue = new PushQueue({
      name: 'VictoriaMetrics',
      url: `${this.#url}/api/v1/import/prometheus`,
      contentType: 'text/plain',
      successStatus: 204,
      batchLines: BATCH_SAMPLES,
      maxLines: MAX_WAITING_SAMPLES,
      onError: options.onError,
    });
  }

  addSample(
    labels: Readonly<Record<string, string>>,
    timeMs: number,
    value: number,
  ): void {
    this.#queue.add(
      `${this.#nameOf(labels)} ${formatNumber(value)} ${Math.trunc(timeMs)}\n`,
    );
  }

  /** Resolves once the server has taken all samples; throws when it did not. */
  flush(): Promise<void> {
    return this.#queue.flush();
  }

  /** Flushes, and makes the samples visible to queries at once. */
  async makeSearchable(): Promise<void> {
    await this.flush();
    await forceFlush(this.#url);
  }

  #nameOf(labels: Readonly<Record<string, string>>): string {
    const known = this.#names.get(labels);
    if (known !== undefined) return known;
    const { __name__: metric, ...rest } = labels;
    const pairs = Object.entries(rest).map(
      ([name, value]) => `${name}="${escape(value)}"`,
    );
    const name = `${metric}{${pairs.join(',')}}`;
    if (Object.isFrozen(labels)) this.#names.set(labels, name);
    return name;
  }
}

function escape(value: string): string {
  return value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
}
