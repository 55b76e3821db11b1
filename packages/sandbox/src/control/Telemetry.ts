import { setTimeout as sleep } from 'node:timers/promises';
import {
  createJaegerApi,
  createVictoriaLogsApi,
  createVictoriaMetricsApi,
  MemoryLogStore,
  MemoryMetricStore,
  MemoryTraceStore,
  VictoriaLogsPush,
  VictoriaMetricsPush,
} from '../telemetry';
import type { Clock, LogSink, MetricSink, TraceSink } from '../types';
import { TelemetryPart } from './TelemetryPart';

/** Some versions of the real servers cannot be told to hurry; this is how long they take by themselves. */
const SEARCHABLE_AFTER_MS = 1_500;

type Address = { host: string; port: number };
/** A store that can be made to fail in the middle of an answer. */
export type BreakableStore = { break(): void; mend(): void };
type Push = {
  flush(): Promise<void>;
  makeSearchable(): Promise<void>;
};

/** Where the company's telemetry goes: into stores of the sandbox, or into real servers. */
export class Telemetry {
  readonly metricSinks: MetricSink[];
  readonly logSinks: LogSink[];
  readonly traceSinks: TraceSink[];
  readonly #metrics?: TelemetryPart<MemoryMetricStore>;
  readonly #logs?: TelemetryPart<MemoryLogStore>;
  readonly #traces?: TelemetryPart<MemoryTraceStore>;
  readonly #pushes: Push[] = [];

  constructor(options: {
    /** Addresses of real servers. */
    pushTo: { metrics?: string; logs?: string };
    /** Whether traces are somebody else's; they are not pushed anywhere. */
    withoutTraces?: boolean;
    /** Told when a real server does not take something; the company goes on meanwhile. */
    onWarning: (message: string) => void;
  }) {
    const { pushTo, onWarning } = options;
    const onError = (error: Error) => onWarning(error.message);
    if (pushTo.metrics) {
      const push = new VictoriaMetricsPush({ url: pushTo.metrics, onError });
      this.#pushes.push(push);
      this.metricSinks = [
        { addSample: (...sample) => attempt(() => push.addSample(...sample)) },
      ];
    } else {
      const part = new TelemetryPart({
        createStore: () => new MemoryMetricStore(),
        createApi: createVictoriaMetricsApi,
      });
      this.#metrics = part;
      this.metricSinks = [
        { addSample: (...sample) => part.store.addSample(...sample) },
      ];
    }
    if (pushTo.logs) {
      const push = new VictoriaLogsPush({ url: pushTo.logs, onError });
      this.#pushes.push(push);
      this.logSinks = [
        { addLine: (...line) => attempt(() => push.addLine(...line)) },
      ];
    } else {
      const part = new TelemetryPart({
        createStore: () => new MemoryLogStore(),
        createApi: createVictoriaLogsApi,
      });
      this.#logs = part;
      this.logSinks = [{ addLine: (...line) => part.store.addLine(...line) }];
    }
    if (options.withoutTraces) {
      this.traceSinks = [];
    } else {
      const part = new TelemetryPart({
        createStore: () => new MemoryTraceStore(),
        createApi: createJaegerApi,
      });
      this.#traces = part;
      this.traceSinks = [
        { addTrace: (...trace) => part.store.addTrace(...trace) },
      ];
    }
  }

  /** Whether it goes into servers that the sandbox cannot empty. */
  get isPushed(): boolean {
    return this.#pushes.length > 0;
  }

  async serveMetrics(options: Address & { clock: Clock }) {
    return this.#metrics?.serve(options);
  }

  async serveLogs(options: Address & { clock: Clock }) {
    return this.#logs?.serve(options);
  }

  async serveTraces(options: Address & { clock: Clock }) {
    return this.#traces?.serve(options);
  }

  /** Resolves when the real servers have taken what waits; between bursts, so that little does. */
  async flush(): Promise<void> {
    await Promise.all(this.#pushes.map(push => push.flush()));
  }

  /** Resolves when queries find everything. */
  async settle(): Promise<void> {
    await this.flush();
    await Promise.all(
      this.#pushes.map(push =>
        push.makeSearchable().catch(() => sleep(SEARCHABLE_AFTER_MS)),
      ),
    );
  }

  /** A store by its name; undefined where it is somebody else's. */
  store(name: string): BreakableStore | undefined {
    switch (name) {
      case 'metrics':
        return this.#metrics;
      case 'logs':
        return this.#logs;
      case 'traces':
        return this.#traces;
      default:
        return undefined;
    }
  }

  /** Forgets everything. */
  reset(): void {
    this.#metrics?.reset();
    this.#logs?.reset();
    this.#traces?.reset();
  }

  async close(): Promise<void> {
    await Promise.all([
      this.#metrics?.close(),
      this.#logs?.close(),
      this.#traces?.close(),
    ]);
  }
}

/** A server that is away is warned about by its queue; it must not stop the world in the middle of a step. */
function attempt(add: () => void): void {
  try {
    add();
  } catch {
    // The line is lost, and the warning has been given.
  }
}
