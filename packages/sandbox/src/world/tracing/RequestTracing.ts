import type { TraceSink } from '../../types';
import type { ClusterDefinition } from '../definition';
import type { Random } from '../random';
import type { PodRoute } from '../traffic/types';
import { TickTraces } from './TickTraces';
import { TrafficIndex } from './TrafficIndex';
import { TraceWriter } from './TraceWriter';

/** The tracing of the company's applications. */
export class RequestTracing {
  readonly #definition: ClusterDefinition;
  readonly #writer: TraceWriter;
  readonly #loggedRandom: Random;
  readonly #sampledRandom: Random;

  constructor(options: {
    definition: ClusterDefinition;
    sinks: readonly TraceSink[];
    random: Random;
  }) {
    this.#definition = options.definition;
    this.#writer = new TraceWriter({
      sinks: options.sinks,
      clusterName: options.definition.name,
      services: options.definition.services,
    });
    // Apart, so that a world whose traces nobody keeps writes the same logs.
    this.#loggedRandom = options.random.stream('logged');
    this.#sampledRandom = options.random.stream('sampled');
  }

  /** The traces of the tick that ends at `nowMs`. */
  tick(podRoutes: PodRoute[], nowMs: number, tickSeconds: number): TickTraces {
    return new TickTraces({
      index: new TrafficIndex(podRoutes, this.#definition.entryLoads),
      writer: this.#writer,
      loggedRandom: this.#loggedRandom,
      sampledRandom: this.#sampledRandom,
      nowMs,
      tickSeconds,
    });
  }
}
