import { createJaegerApi, MemoryTraceStore } from '@internal/sandbox';
import { serveLocally, Target } from './targets';
import { toOtlp, TraceData } from './traceData';

/** The real server shows spans to queries after a moment. */
const VISIBLE_AFTER_MS = 500;

/** A server of traces, and the way to put some there. */
export interface TraceTarget extends Target {
  load(traces: TraceData[]): Promise<void>;
}

/** The sandbox's Jaeger, and the real one that JAEGER_URL and JAEGER_OTLP_URL name. */
export function traceTargets(): TraceTarget[] {
  const { JAEGER_URL: queries, JAEGER_OTLP_URL: otlp } = process.env;
  if (!queries || !otlp) {
    return [sandbox()];
  }
  return [
    sandbox(),
    {
      name: 'the real server at JAEGER_URL',
      real: true,
      start: async () => queries.replace(/\/+$/, ''),
      stop: async () => {},
      load: traces => send(otlp, traces),
    },
  ];
}

function sandbox(): TraceTarget {
  const store = new MemoryTraceStore();
  const api = () =>
    createJaegerApi({ store, clock: { now: () => Date.now() } });
  return {
    ...serveLocally(api),
    async load(traces) {
      for (const { traceId, spans } of traces) {
        store.addTrace(traceId, spans);
      }
    },
  };
}

async function send(url: string, traces: TraceData[]): Promise<void> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/v1/traces`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(toOtlp(traces)),
  });
  if (!response.ok) {
    throw new Error(`The spans were not taken: ${await response.text()}`);
  }
  await new Promise(done => setTimeout(done, VISIBLE_AFTER_MS));
}
