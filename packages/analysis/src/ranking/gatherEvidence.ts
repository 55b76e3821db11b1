import type { Edge } from '../graph';
import { compareLogs } from '../logShift';
import { isError } from '../logShift/statementOf';
import { compareTraces } from '../traces';
import type { Evidence } from './evidence';
import { metricEvidence } from './metricEvidence';
import type { Incident } from './types';

/** Logs and traces are compared over the last so many milliseconds: a fault needs time to show. */
const CURRENT_WINDOW_MS = 60_000;
/** A clock that is further off than this is none; such items count as current. */
const MAX_CLOCK_ERROR_MS = 86_400_000;

/**
 * Everything unusual that the signals of an incident show, and the calls seen in
 * them.
 *
 * @internal
 */
export function gatherEvidence(incident: Incident): {
  evidence: Evidence[];
  edges: Edge[];
} {
  const { onset, series = [], symptom } = incident;
  const evidence: Evidence[] = [];
  const edges: Edge[] = [...(incident.edges ?? [])];
  const logs =
    incident.logs && windowOf(incident.logs, onset, line => line.time);
  if (logs) {
    const compared = compareLogs(logs.reference, logs.current);
    evidence.push(...compared.evidence);
    edges.push(...compared.edges);
  }
  const traces =
    incident.traces && windowOf(incident.traces, onset, span => span.startMs);
  if (traces) {
    const failed = new Set<string>();
    for (const line of [...(logs?.reference ?? []), ...(logs?.current ?? [])]) {
      if (line.traceId && isError(line)) {
        failed.add(line.traceId);
      }
    }
    const compared = compareTraces(traces.reference, traces.current, failed);
    evidence.push(...compared.evidence);
    edges.push(...compared.edges);
  }
  evidence.push(...metricEvidence({ series, edges, onset, symptom }));
  return { evidence, edges };
}

/**
 * Whole requests from the last minute. Without a reference what was before the
 * onset is one.
 */
function windowOf<T extends { traceId?: string }>(
  sides: { reference: readonly T[]; current: readonly T[] },
  onset: number,
  timeOf: (item: T) => number,
): { reference: readonly T[]; current: readonly T[] } {
  const starts = new Map<string, number>();
  let end = onset;
  for (const item of sides.current) {
    const time = timeOf(item);
    if (!(Math.abs(time - onset) < MAX_CLOCK_ERROR_MS)) {
      continue;
    }
    end = Math.max(end, time);
    if (item.traceId) {
      const known = starts.get(item.traceId) ?? Infinity;
      starts.set(item.traceId, Math.min(known, time));
    }
  }
  const startOf = (item: T) =>
    item.traceId ? starts.get(item.traceId) ?? end : timeOf(item);
  return {
    reference:
      sides.reference.length > 0
        ? sides.reference
        : sides.current.filter(item => startOf(item) < onset),
    current: sides.current.filter(
      item => !(startOf(item) < end - CURRENT_WINDOW_MS),
    ),
  };
}
