import type { SpanDescription } from '../../types';
import type { StoredSpan, StoredTrace } from './StoredTrace';

/** How Jaeger writes a value with its name and type. */
type JaegerTag = {
  key: string;
  type: 'string' | 'bool' | 'int64' | 'float64';
  value: TagValues[string];
};
type TagValues = Record<string, string | boolean | number>;

/** The attributes of a span that Jaeger shows, with those that it makes of kind and status. */
function spanTags(trace: StoredTrace, index: number): JaegerTag[] {
  const { description, variable } = trace.span(index);
  return sortedTags(
    {
      ...description.attributes,
      ...(index === 0 ? trace.extra : {}),
      ...ownTags(description),
    },
    variable,
  );
}

/** What Jaeger adds to a span that comes by OpenTelemetry's protocol. */
function ownTags({ kind, failed }: SpanDescription): TagValues {
  return {
    'span.kind': kind,
    'internal.span.format': 'otlp',
    ...(failed ? { error: true, 'otel.status_code': 'ERROR' } : {}),
  };
}

/** The attributes of a span's process, without the service's name, which has a place of its own. */
function processTags({ resource }: SpanDescription): TagValues {
  const { 'service.name': _, ...rest } = resource;
  return rest;
}

/** What a span recorded of its failure. */
function eventTags({ exception }: SpanDescription): TagValues {
  return exception
    ? {
        event: 'exception',
        'exception.type': exception.type,
        'exception.message': exception.message,
        ...(exception.stacktrace
          ? { 'exception.stacktrace': exception.stacktrace }
          : {}),
      }
    : {};
}

/** What a search finds by a key: a tag of the span, of its process or of its events. */
export function tagValues(
  { description, index, variable }: StoredSpan,
  trace: StoredTrace,
  key: string,
): Array<TagValues[string]> {
  return [
    filledIn(description.attributes[key], variable),
    index === 0 ? trace.extra?.[key] : undefined,
    ownTags(description)[key],
    processTags(description)[key],
    eventTags(description)[key],
  ].filter(value => value !== undefined);
}

/** A trace as Jaeger's query API answers it. */
export function traceJson(trace: StoredTrace) {
  const processes = new Map<SpanDescription['resource'], string>();
  const described: Record<string, unknown> = {};
  const spans = [];
  for (let index = 0; index < trace.size; index++) {
    const { description, parent, startUs, durationUs } = trace.span(index);
    let processID = processes.get(description.resource);
    if (!processID) {
      processID = `p${processes.size + 1}`;
      processes.set(description.resource, processID);
      described[processID] = {
        serviceName: description.resource['service.name'],
        tags: sortedTags(processTags(description)),
      };
    }
    const fields = sortedTags(eventTags(description));
    spans.push({
      traceID: trace.traceId,
      spanID: spanId(trace, index),
      operationName: description.name,
      references:
        parent < 0
          ? []
          : [
              {
                refType: 'CHILD_OF',
                traceID: trace.traceId,
                spanID: spanId(trace, parent),
              },
            ],
      startTime: startUs,
      duration: durationUs,
      tags: spanTags(trace, index),
      logs:
        fields.length > 0 ? [{ timestamp: startUs + durationUs, fields }] : [],
      processID,
      warnings: null,
    });
  }
  return {
    traceID: trace.traceId,
    spans,
    processes: described,
    warnings: null,
  };
}

/** Ids are not kept: half of the trace's, and the span's place in it. */
export function spanId({ traceId }: StoredTrace, index: number): string {
  const id = BigInt(`0x${traceId.slice(0, 16)}`) + BigInt(index);
  return BigInt.asUintN(64, id).toString(16).padStart(16, '0');
}

/** Puts the span's number where a text has a place for it. */
function filledIn<T>(value: T, variable: number): T | string {
  return typeof value === 'string'
    ? value.replace('#', String(variable))
    : value;
}

function sortedTags(values: TagValues, variable?: number): JaegerTag[] {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({
      key,
      type: typeOf(value),
      value: variable === undefined ? value : filledIn(value, variable),
    }));
}

function typeOf(value: TagValues[string]): JaegerTag['type'] {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    default:
      return 'string';
  }
}
