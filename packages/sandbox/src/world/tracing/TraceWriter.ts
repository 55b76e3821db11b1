import type { Span, TraceSink } from '../../types';
import type { CallDefinition, ServiceDefinition } from '../definition';
import { serviceKey } from '../definition';
import { SpanDescriptions } from './SpanDescriptions';
import type { MadeCall, ServedRequest } from './types';

const US_PER_MS = 1000;

/** Writes a request, and all that it led to, as spans. */
export class TraceWriter {
  readonly #sinks: readonly TraceSink[];
  readonly #descriptions: SpanDescriptions;
  readonly #paths = new Map<string, string>();

  constructor(options: {
    sinks: readonly TraceSink[];
    clusterName: string;
    services: readonly ServiceDefinition[];
  }) {
    this.#sinks = options.sinks;
    this.#descriptions = new SpanDescriptions(options.clusterName);
    for (const service of options.services) {
      for (const { route, example } of service.routes) {
        this.#paths.set(`${serviceKey(service)} ${route}`, example);
      }
    }
  }

  /** Whether anybody keeps traces. */
  get isUsed(): boolean {
    return this.#sinks.length > 0;
  }

  /** `extra` are attributes of the first span. */
  write(
    traceId: string,
    root: ServedRequest,
    startMs: number,
    extra?: Span['extra'],
  ): void {
    const spans: Span[] = [];
    this.#served(spans, root, startMs, -1);
    if (extra) {
      spans[0] = { ...spans[0], extra };
    }
    for (const sink of this.#sinks) {
      sink.addTrace(traceId, spans);
    }
  }

  #served(
    spans: Span[],
    request: ServedRequest,
    startMs: number,
    parent: number,
  ): void {
    const { podRoute, ending, durationMs, variable } = request;
    const { runtime, route } = podRoute;
    const description = this.#descriptions.served(runtime, route, ending);
    const index =
      spans.push({
        description,
        parent,
        ...during(startMs, durationMs),
        variable,
      }) - 1;
    for (const made of request.calls) {
      this.#called(spans, request, made, startMs + made.offsetMs, index);
    }
  }

  #called(
    spans: Span[],
    { podRoute }: ServedRequest,
    { call, ending, durationMs, variable, served }: MadeCall,
    startMs: number,
    parent: number,
  ): void {
    const description = this.#descriptions.called(
      podRoute.runtime,
      call,
      this.#pathOf(call),
      ending,
    );
    const index =
      spans.push({
        description,
        parent,
        ...during(startMs, durationMs),
        variable,
      }) - 1;
    if (served) {
      this.#served(spans, served.request, startMs + served.offsetMs, index);
    }
  }

  #pathOf({ to, route }: CallDefinition): string {
    return this.#paths.get(`${to} ${route}`) ?? '';
  }
}

/** Rounded at both ends, so that what lies inside another span stays inside. */
function during(startMs: number, durationMs: number) {
  const startUs = Math.round(startMs * US_PER_MS);
  const endUs = Math.round((startMs + durationMs) * US_PER_MS);
  return { startUs, durationUs: endUs - startUs };
}
