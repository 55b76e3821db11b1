import type { Clock, LogSink, MetricSink } from '../types';
import { createVictoriaMetricsApi, MemoryMetricStore } from '../telemetry';
import { listen, Listening } from './listen';

type PartOptions = {
  host: string;
  port: number;
  clock: Clock;
  replacedBy?: string;
};

/** Takes in the company's samples and answers queries about them. */
export class MetricsPart {
  #store = new MemoryMetricStore();
  #server?: Listening;

  readonly sink: MetricSink = {
    addSample: (...args) => this.#store.addSample(...args),
  };

  async start(options: PartOptions): Promise<{ url: string } | undefined> {
    const { clock } = options;
    let store = this.#store;
    let api = createVictoriaMetricsApi({ store, clock });
    this.#server = await listen(options, () => (req, res) => {
      if (store !== this.#store) {
        store = this.#store;
        api = createVictoriaMetricsApi({ store, clock });
      }
      return api(req, res);
    });
    return { url: this.#server.url };
  }

  /** Forgets everything. */
  reset(): void {
    this.#store = new MemoryMetricStore();
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}

/** Takes in the company's log lines and answers queries about them. */
export class LogsPart {
  readonly sink: LogSink = { addLine: () => {} };
  async start(_: PartOptions): Promise<{ url: string } | undefined> {
    return undefined;
  }
  reset(): void {}
  async close(): Promise<void> {}
}
