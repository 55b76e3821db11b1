import { TraceSpan } from '@internal/plugin-observability-common';
import { cutText } from '../traces/boundAttributes';
import { RawAttribute, RawResource, RawSpan } from '../traces/RawSpan';
import { readResource } from '../traces/readResource';
import { toNanoseconds } from '../traces/spanTime';
import { Vocabulary } from '../Vocabulary';

type JaegerTrace = {
  traceID: string;
  spans: JaegerSpan[];
  processes: Record<string, { serviceName?: unknown; tags?: unknown }>;
};

type JaegerSpan = {
  traceID?: unknown;
  spanID?: unknown;
  operationName?: unknown;
  references?: Array<{ refType?: string; traceID?: string; spanID?: string }>;
  startTime?: unknown;
  duration?: unknown;
  tags?: unknown;
  logs?: Array<{ timestamp?: unknown; fields?: unknown }>;
  processID?: unknown;
};

const MAX_ERROR_CHARS = 1_000;
const NS_PER_MICROSECOND = 1_000n;
const KINDS: ReadonlySet<string> = new Set<TraceSpan['kind']>([
  'server',
  'client',
  'producer',
  'consumer',
  'internal',
]);
/** Tags that Jaeger makes of a span's other parts; they come out as those again. */
const DERIVED_TAGS = [
  'error',
  'internal.span.format',
  'otel.status_code',
  'otel.status_description',
  'span.kind',
];

/**
 * Reads `{ data: [trace], errors: [{ msg }] }`. A part of an answer is no answer:
 * an error beside the data is a `problem`, and so is any other shape.
 * @internal
 */
export function parseJaegerTraces(
  answer: unknown,
  names: Vocabulary['traces'],
): {
  traces: Array<{ traceId: string; spans: RawSpan[] }>;
  problem?: string;
} {
  const { data, errors } = (answer ?? {}) as Record<string, unknown>;
  const [error] = readList<{ msg?: unknown }>(errors);
  if (error) {
    const problem = cutText(toText(error.msg), MAX_ERROR_CHARS);
    return { traces: [], problem: `answered with an error: ${problem}` };
  }
  // An empty list is null here and there.
  const traces = data ?? [];
  if (!Array.isArray(traces) || !traces.every(isTrace)) {
    return { traces: [], problem: 'answered traces in an unknown shape' };
  }
  return {
    traces: traces.map(trace => ({
      traceId: trace.traceID,
      spans: parseSpans(trace, names),
    })),
  };
}

function isTrace(trace: unknown): trace is JaegerTrace {
  const { traceID, spans, processes } = (trace ?? {}) as Partial<JaegerTrace>;
  return (
    typeof traceID === 'string' &&
    Array.isArray(spans) &&
    typeof processes === 'object' &&
    processes !== null
  );
}

function parseSpans(
  { spans, processes }: JaegerTrace,
  names: Vocabulary['traces'],
): RawSpan[] {
  const resources = new Map<unknown, RawResource>();
  for (const [id, process] of Object.entries(processes)) {
    resources.set(
      id,
      readResource(
        readTags(process?.tags),
        names,
        toText(process?.serviceName),
      ),
    );
  }
  const unknown = readResource([], names, '');
  return spans.map(span =>
    parseSpan(span, resources.get(span.processID) ?? unknown),
  );
}

function parseSpan(span: JaegerSpan, resource: RawResource): RawSpan {
  const tags = readTags(span.tags);
  const tag = (key: string) => tags.find(other => other.key === key)?.value;
  const kind = toText(tag('span.kind'));
  return {
    traceId: toText(span.traceID),
    spanId: toText(span.spanID),
    parentId: parentOf(span),
    resource,
    operation: toText(span.operationName),
    kind: KINDS.has(kind) ? (kind as TraceSpan['kind']) : 'internal',
    startNs: toNanoseconds(span.startTime, NS_PER_MICROSECOND),
    durationNs: toNanoseconds(span.duration, NS_PER_MICROSECOND) ?? 0n,
    failed:
      tag('error') === true ||
      tag('error') === 'true' ||
      tag('otel.status_code') === 'ERROR',
    statusText: toText(tag('otel.status_description')) || undefined,
    attributes: tags.filter(({ key }) => !DERIVED_TAGS.includes(key)),
    events: readList<{ timestamp?: unknown; fields?: unknown }>(span.logs).map(
      log => {
        const fields = readTags(log.fields);
        const name = fields.find(({ key }) => key === 'event')?.value;
        return {
          timeNs: toNanoseconds(log.timestamp, NS_PER_MICROSECOND),
          name: toText(name),
          attributes: fields.filter(({ key }) => key !== 'event'),
        };
      },
    ),
  };
}

/** References to other traces are links and no parents. */
function parentOf(span: JaegerSpan): string | undefined {
  const references = readList<NonNullable<JaegerSpan['references']>[number]>(
    span.references,
  ).filter(reference => reference.traceID === span.traceID);
  const parent =
    references.find(({ refType }) => refType === 'CHILD_OF') ?? references[0];
  return toText(parent?.spanID) || undefined;
}

function readTags(tags: unknown): RawAttribute[] {
  return readList<RawAttribute>(tags).filter(
    tag => typeof tag.key === 'string',
  );
}

function readList<T extends object>(value: unknown): T[] {
  return Array.isArray(value)
    ? value.filter(entry => typeof entry === 'object' && entry !== null)
    : [];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
