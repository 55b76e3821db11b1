import { TraceSpan } from '@internal/plugin-observability-common';
import { RawAttribute, RawResource, RawSpan } from '../traces/RawSpan';
import { readResource } from '../traces/readResource';
import { toNanoseconds } from '../traces/spanTime';
import { Vocabulary } from '../Vocabulary';

/** By the number of OTLP, whose names are `SPAN_KIND_…`. */
const KINDS: ReadonlyArray<TraceSpan['kind']> = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
const ERROR_STATUS = [2, '2', 'STATUS_CODE_ERROR'];
const HEX_ID = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/;
const ZEROS = /^0+$/;
/** Eight or sixteen bytes; no text is both this and hexadecimal, by its length. */
const BASE64_ID = /^(?:[A-Za-z0-9+/_-]{11}=?|[A-Za-z0-9+/_-]{22}(?:==)?)$/;
/** Deeper values than this are cut; OTLP lets an application nest without end. */
const MAX_VALUE_DEPTH = 8;

type Fields = Record<string, unknown>;

/**
 * Reads a trace in OTLP's JSON, as Tempo's first API (`batches`), its second
 * (`trace.resourceSpans`) and others write it. Undefined for any other shape.
 * @internal
 */
export function parseOtlpTrace(
  answer: unknown,
  names: Vocabulary['traces'],
): RawSpan[] | undefined {
  const outer = readFields(answer);
  const trace = 'trace' in outer ? readFields(outer.trace) : outer;
  const batches = trace.resourceSpans ?? trace.batches ?? [];
  if (!Array.isArray(batches) || typeof answer !== 'object') {
    return undefined;
  }
  return batches.flatMap(batch => {
    const { resource, scopeSpans, instrumentationLibrarySpans } =
      readFields(batch);
    const owner = readResource(
      readAttributes(readFields(resource).attributes),
      names,
    );
    return readList(scopeSpans ?? instrumentationLibrarySpans).flatMap(scope =>
      readList(scope.spans).map(span => parseSpan(span, owner)),
    );
  });
}

function parseSpan(span: Fields, resource: RawResource): RawSpan {
  const startNs = toNanoseconds(span.startTimeUnixNano);
  const endNs = toNanoseconds(span.endTimeUnixNano);
  const status = readFields(span.status);
  return {
    traceId: readId(span.traceId),
    spanId: readId(span.spanId),
    parentId: readId(span.parentSpanId) || undefined,
    resource,
    operation: toText(span.name),
    kind: readKind(span.kind),
    startNs,
    durationNs:
      startNs !== undefined && endNs !== undefined && endNs > startNs
        ? endNs - startNs
        : 0n,
    failed: ERROR_STATUS.includes(status.code as string),
    statusText: toText(status.message) || undefined,
    attributes: readAttributes(span.attributes),
    events: readList(span.events).map(event => ({
      timeNs: toNanoseconds(event.timeUnixNano),
      name: toText(event.name),
      attributes: readAttributes(event.attributes),
    })),
  };
}

/** Lower-case hexadecimal; empty for what is no id, and for one of zeros, which OTLP reads as none. */
function readId(value: unknown): string {
  const text = toText(value);
  const hex = BASE64_ID.test(text)
    ? Buffer.from(text, 'base64').toString('hex')
    : text.toLowerCase();
  return HEX_ID.test(hex) && !ZEROS.test(hex) ? hex : '';
}

function readKind(kind: unknown): TraceSpan['kind'] {
  if (typeof kind === 'string') {
    const name = kind.replace(/^SPAN_KIND_/, '').toLowerCase();
    return KINDS.find(known => known === name) ?? 'internal';
  }
  return KINDS[kind as number] ?? 'internal';
}

function readAttributes(attributes: unknown): RawAttribute[] {
  return readList(attributes)
    .filter(({ key }) => typeof key === 'string')
    .map(({ key, value }) => ({
      key: key as string,
      value: readValue(value, MAX_VALUE_DEPTH),
    }));
}

/** `{ stringValue: 'x' }` and its siblings as plain values. */
function readValue(value: unknown, depth: number): unknown {
  const [[kind, inner] = ['', undefined]] = Object.entries(readFields(value));
  if (depth === 0) {
    return '…';
  }
  switch (kind) {
    case 'intValue':
      // 64 bits come as text; those that a number can hold are one.
      return Number.isSafeInteger(Number(inner)) ? Number(inner) : inner;
    case 'bytesValue':
      return { base64: inner };
    case 'arrayValue':
      return readList(readFields(inner).values).map(item =>
        readValue(item, depth - 1),
      );
    case 'kvlistValue':
      return Object.fromEntries(
        readList(readFields(inner).values).map(({ key, value: item }) => [
          toText(key),
          readValue(item, depth - 1),
        ]),
      );
    default:
      return inner;
  }
}

function readFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function readList(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(readFields) : [];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
