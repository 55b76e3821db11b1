import { Edge, reachableFrom } from '../graph';
import { compareLogs, LogLine } from '../logShift';
import { isError } from '../logShift/statementOf';
import { compareTraces, Span } from '../traces';
import type { Evidence, EvidenceKind } from './evidence';
import { EntitySeries, metricEvidence } from './metricEvidence';

/** Logs and traces are compared over the last so many milliseconds: a fault needs time to show. */
const CURRENT_WINDOW_MS = 60_000;
/** What is against an entity that the symptom's entity does not depend on. */
const UNCONNECTED_NATS = 2;
/** Evidence below this is what chance brings: nothing is to be blamed. */
const MIN_NATS = 3;
/** Evidence counts less than its face value: models are wrong in ways that entities share. */
const TEMPER = 0.5;
/** Scores are rounded to this: what differs by less is a tie. */
const SCORE_DECIMALS = 6;

/**
 * Kinds that see the same thing in different ways. Of a group the strongest counts;
 * groups add up.
 */
const GROUPS: EvidenceKind[][] = [
  ['log', 'path'],
  ['self-time', 'latency'],
  ['failures'],
  ['resource'],
  ['network'],
];

/** What is known about an incident. Every part may be missing. @public */
export type Incident = {
  /** Stated onset in milliseconds; it may be a minute late. */
  onset: number;
  series?: readonly EntitySeries[];
  logs?: { reference: readonly LogLine[]; current: readonly LogLine[] };
  traces?: { reference: readonly Span[]; current: readonly Span[] };
  /** Known calls, beside those that are seen in logs and traces. */
  edges?: readonly Edge[];
  /** Where the problem was noticed. */
  symptom?: string;
};

/** @public */
export type RootCause = {
  entity: string;
  /** 1 is the most likely; tied entities share a rank. */
  rank: number;
  tied: boolean;
  /** Probability that the fault lies here, 0 to 1; the rest belongs to the others and to none. */
  score: number;
  /** Sum of the evidence, a natural logarithm. */
  nats: number;
  /** The strongest of each kind that speaks for it, strongest first. */
  evidence: Evidence[];
  /** In one sentence, for people. */
  explanation: string;
};

/**
 * Ranks entities by how likely the fault lies in them, from metrics, logs and
 * traces around an onset, as far as there are any.
 *
 * @remarks
 * Each piece of evidence is the logarithm of a likelihood ratio and is attributed to
 * where it arises: steps of a request are conditional on the step before, times
 * exclude those of callees, and excess latency and failures those that callees
 * pass on. They are therefore summed over independent groups of signals, without
 * weights, and turned into probabilities. Names enter nowhere; entities with equal
 * evidence are tied. Without anything unusual the result is empty.
 *
 * @public
 */
export function rankRootCauses(incident: Incident): RootCause[] {
  const { evidence, edges, entities } = gather(incident);
  const connected = incident.symptom
    ? reachableFrom(incident.symptom, edges)
    : undefined;
  const judged = [...entities].map(entity => {
    const own = strongestOfGroups(evidence.get(entity) ?? []);
    const sum = own.reduce((nats, { nats: more }) => nats + more, 0);
    const isConnected = connected?.has(entity) ?? true;
    return {
      entity,
      evidence: own,
      nats: Math.max(0, sum - (isConnected ? 0 : UNCONNECTED_NATS)),
      isConnected,
    };
  });
  if (!judged.some(({ nats }) => nats >= MIN_NATS)) {
    return [];
  }
  return withScores(judged);
}

function gather(incident: Incident) {
  const { onset, series = [], logs, traces } = incident;
  const edges: Edge[] = [...(incident.edges ?? [])];
  const all: Evidence[] = [];
  if (logs) {
    const { reference, current } = windowOf(logs, onset, line => line.time);
    const compared = compareLogs(reference, current);
    all.push(...compared.evidence);
    edges.push(...compared.edges);
  }
  if (traces) {
    const { reference, current } = windowOf(
      traces,
      onset,
      span => span.startMs,
    );
    const lines = [...(logs?.reference ?? []), ...(logs?.current ?? [])];
    const failed = new Set(
      lines.filter(isError).map(line => line.traceId ?? ''),
    );
    const compared = compareTraces(reference, current, failed);
    all.push(...compared.evidence);
    edges.push(...compared.edges);
  }
  all.push(...metricEvidence({ series, edges, onset }));

  const evidence = new Map<string, Evidence[]>();
  for (const one of all) {
    const list = evidence.get(one.entity);
    if (list) {
      list.push(one);
    } else {
      evidence.set(one.entity, [one]);
    }
  }
  const entities = new Set([
    ...series.map(one => one.entity),
    ...evidence.keys(),
  ]);
  return { evidence, edges, entities };
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
    end = Math.max(end, timeOf(item));
    if (item.traceId) {
      const known = starts.get(item.traceId) ?? Infinity;
      starts.set(item.traceId, Math.min(known, timeOf(item)));
    }
  }
  const startOf = (item: T) =>
    item.traceId ? starts.get(item.traceId)! : timeOf(item);
  const from = Math.max(onset, end - CURRENT_WINDOW_MS);
  return {
    reference:
      sides.reference.length > 0
        ? sides.reference
        : sides.current.filter(item => startOf(item) < onset),
    current: sides.current.filter(item => startOf(item) >= from),
  };
}

/** The strongest of each group; of several looks at one thing each must pay for the others. */
function strongestOfGroups(evidence: readonly Evidence[]): Evidence[] {
  return GROUPS.flatMap(kinds => {
    const looks = kinds
      .map(kind => evidence.filter(one => one.kind === kind))
      .filter(list => list.length > 0)
      .map(list => {
        const best = list.reduce((a, b) => (b.nats > a.nats ? b : a));
        return { ...best, nats: best.nats - Math.log(list.length) };
      })
      .filter(one => one.nats > 0)
      .sort((a, b) => b.nats - a.nats);
    return looks.slice(0, 1);
  }).sort((a, b) => b.nats - a.nats);
}

type Judged = {
  entity: string;
  evidence: Evidence[];
  nats: number;
  isConnected: boolean;
};

function withScores(judged: readonly Judged[]): RootCause[] {
  const best = Math.max(...judged.map(({ nats }) => nats));
  const weight = (nats: number) => Math.exp((nats - best) * TEMPER);
  // That none of them is to blame competes like one more entity.
  const sum = judged.reduce(
    (all, { nats }) => all + weight(nats),
    weight(MIN_NATS),
  );
  const rows = judged
    .map(({ isConnected, ...one }) => ({
      ...one,
      nats: Number(one.nats.toFixed(SCORE_DECIMALS)),
      score: Number((weight(one.nats) / sum).toFixed(SCORE_DECIMALS)),
      explanation: explain(one.evidence, isConnected),
    }))
    // The name orders ties for display only; `rank` and `tied` say that they are.
    .sort((a, b) => b.nats - a.nats || (a.entity < b.entity ? -1 : 1));
  return rows.map(row => ({
    ...row,
    rank: 1 + rows.findIndex(other => other.nats === row.nats),
    tied: rows.filter(other => other.nats === row.nats).length > 1,
  }));
}

function explain(evidence: readonly Evidence[], isConnected: boolean): string {
  const parts = evidence.map(one => `${one.kind}: ${one.summary}`);
  if (!isConnected) {
    parts.push('the entity with the symptom does not depend on it');
  }
  return parts.join('. ') || 'nothing unusual was seen of it';
}
