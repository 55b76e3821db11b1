import { tagValues } from './jaegerJson';
import { MemoryTraceStore } from './MemoryTraceStore';
import { TraceSearch } from './searchArguments';
import { StoredSpan, StoredTrace } from './StoredTrace';

/**
 * The newest traces of which one span fits in everything: the service, the operation, the time, the
 * duration, and all tags, which may be its own, its process's or its events'.
 */
export function searchTraces(
  store: MemoryTraceStore,
  search: TraceSearch,
): StoredTrace[] {
  return store.find(
    search,
    (span, trace) => fits(span, search) && hasTags(span, trace, search.tags),
  );
}

function fits(
  { description, startUs, durationUs }: StoredSpan,
  search: TraceSearch,
): boolean {
  return (
    (!search.operation || description.name === search.operation) &&
    startUs >= search.startUs &&
    startUs <= search.endUs &&
    (!search.minDurationUs || durationUs >= search.minDurationUs) &&
    (!search.maxDurationUs || durationUs <= search.maxDurationUs)
  );
}

function hasTags(
  span: StoredSpan,
  trace: StoredTrace,
  wanted: Map<string, string>,
): boolean {
  for (const [key, text] of wanted) {
    if (!tagValues(span, trace, key).some(value => String(value) === text)) {
      return false;
    }
  }
  return true;
}

/** How often one service called another, by the spans that started in a range of time. */
export function callCounts(
  store: MemoryTraceStore,
  range: { startUs: number; endUs: number },
): Array<{ parent: string; child: string; callCount: number }> {
  const counts = new Map<
    string,
    { parent: string; child: string; callCount: number }
  >();
  for (const trace of store.all()) {
    const isOutside =
      trace.startUs >= range.endUs || trace.lastStartUs <= range.startUs;
    if (isOutside || !isBetween(trace, range)) {
      continue;
    }
    for (let index = 0; index < trace.size; index++) {
      const span = trace.span(index);
      if (span.parent < 0) {
        continue;
      }
      const parent = serviceOf(trace, span.parent);
      const child = serviceOf(trace, index);
      if (parent !== child) {
        const key = `${parent} ${child}`;
        const link = counts.get(key) ?? { parent, child, callCount: 0 };
        link.callCount += 1;
        counts.set(key, link);
      }
    }
  }
  return [...counts.values()];
}

/** A trace counts as a whole when one of its spans is inside. */
function isBetween(
  trace: StoredTrace,
  { startUs, endUs }: { startUs: number; endUs: number },
): boolean {
  for (let index = 0; index < trace.size; index++) {
    const span = trace.span(index);
    if (span.startUs > startUs && span.startUs < endUs) {
      return true;
    }
  }
  return false;
}

function serviceOf(trace: StoredTrace, index: number): string {
  return trace.description(index).resource['service.name'];
}
