import { Trace, TraceSpan } from '@internal/plugin-observability-common';
import { boundAttributes, cutText } from './boundAttributes';
import { LinkedSpan, linkSpans } from './linkSpans';
import { RawSpan } from './RawSpan';
import { formatNanoseconds, toMilliseconds } from './spanTime';
import { normaliseTraceId } from './traceId';

/** What a page can draw. */
const MAX_SPANS = 5_000;
const MAX_EVENTS_PER_SPAN = 128;
const MAX_NAME_CHARS = 512;
const MAX_STATUS_CHARS = 2_048;

/**
 * What the caller may see of a trace, or undefined when that is nothing.
 *
 * @remarks
 * A span is visible when its resource says one of the namespaces; everything else
 * is hidden, a span of unknown namespace too. Of hidden spans only their number
 * leaves this function: the start and duration of the trace are those of the
 * visible ones, and a parent that is hidden loses its id.
 *
 * What a visible span itself says stays, also where it names a peer in another
 * namespace (`server.address` of a call, a stack trace): the caller's own code
 * wrote it and knew it. Links to other traces are not read at all.
 *
 * Visible spans without a usable id or start are dropped, and those beyond the
 * limit by start; `truncated` says either. Spans of another trace are ignored.
 *
 * @internal
 */
export function confineTrace(
  traceId: string,
  spans: Iterable<RawSpan>,
  namespaces: readonly string[],
): Trace | undefined {
  const id = normaliseTraceId(traceId);
  const visible: RawSpan[] = [];
  const hiddenIds = new Set<string>();
  let hiddenSpans = 0;
  let truncated = false;
  for (const span of spans) {
    const { namespace } = span.resource;
    if (id === undefined || normaliseTraceId(span.traceId) !== id) {
      continue;
    }
    if (namespace === undefined || !namespaces.includes(namespace)) {
      hiddenSpans++;
      hiddenIds.add(span.spanId);
    } else if (span.spanId === '' || span.startNs === undefined) {
      truncated = true;
    } else {
      visible.push(span);
    }
  }
  if (id === undefined || visible.length === 0) {
    return undefined;
  }
  visible.sort((a, b) => compare(a.startNs!, b.startNs!));
  const kept = linkSpans(visible.slice(0, MAX_SPANS), hiddenIds);
  const start = visible[0].startNs!;
  const end = kept.reduce((latest, { raw }) => {
    const spanEnd = raw.startNs! + raw.durationNs;
    return spanEnd > latest ? spanEnd : latest;
  }, start);
  return {
    traceId: id,
    start: formatNanoseconds(start),
    durationMs: toMilliseconds(end - start),
    spans: kept.map(toTraceSpan),
    hiddenSpans,
    truncated: truncated || visible.length > MAX_SPANS,
  };
}

function toTraceSpan(span: LinkedSpan): TraceSpan {
  const { raw, spanId, parentId, parentHidden } = span;
  const { resource, events, statusText } = raw;
  return {
    spanId,
    ...(parentId !== undefined && { parentId }),
    ...(parentHidden && { parentHidden }),
    service: cutText(resource.service, MAX_NAME_CHARS),
    namespace: resource.namespace,
    ...(resource.pod !== undefined && {
      pod: cutText(resource.pod, MAX_NAME_CHARS),
    }),
    operation: cutText(raw.operation, MAX_NAME_CHARS),
    kind: raw.kind,
    start: formatNanoseconds(raw.startNs!),
    durationMs: toMilliseconds(raw.durationNs),
    failed: raw.failed,
    ...(statusText && { statusText: cutText(statusText, MAX_STATUS_CHARS) }),
    attributes: boundAttributes([
      ...raw.attributes,
      ...resource.attributes.map(({ key, value }) => ({
        key: `resource.${key}`,
        value,
      })),
    ]),
    events: events.slice(0, MAX_EVENTS_PER_SPAN).map(event => ({
      time: formatNanoseconds(event.timeNs ?? raw.startNs!),
      name: cutText(event.name, MAX_NAME_CHARS),
      attributes: boundAttributes(event.attributes),
    })),
  };
}

function compare(a: bigint, b: bigint): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
