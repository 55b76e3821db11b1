import { reachableFrom } from '../graph';
import type { Evidence, EvidenceKind } from './evidence';
import { gatherEvidence } from './gatherEvidence';
import type { Incident, RootCause } from './types';

/** What is against an entity that the symptom's entity does not depend on. */
const UNCONNECTED_NATS = 2;
/** Where nobody has as much evidence as this, there is nothing to say. */
const MIN_NATS = 1;
/** The strongest evidence that chance brings among some dozens of entities. */
const CHANCE_NATS = 3;
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

/** Spans tell an entity's own time from that of its callees; a latency metric does not. */
const SUPERSEDED_BY: Partial<Record<EvidenceKind, EvidenceKind>> = {
  latency: 'self-time',
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
 * weights, and turned into probabilities (naive Bayes, tempered). Names enter
 * nowhere; entities with equal evidence are tied. Where nothing is
 * unusual the result is empty or its scores are low.
 *
 * @public
 */
export function rankRootCauses(incident: Incident): RootCause[] {
  const { evidence, edges } = gatherEvidence(incident);
  const byEntity = new Map<string, Evidence[]>();
  for (const { entity } of incident.series ?? []) {
    byEntity.set(entity, []);
  }
  for (const one of evidence) {
    const list = byEntity.get(one.entity);
    if (list) {
      list.push(one);
    } else {
      byEntity.set(one.entity, [one]);
    }
  }
  const connected =
    incident.symptom === undefined
      ? undefined
      : reachableFrom(incident.symptom, edges);
  const judged = [...byEntity].map(([entity, all]) =>
    judge(entity, all, connected?.has(entity) ?? true),
  );
  return judged.some(({ nats }) => nats >= MIN_NATS) ? withScores(judged) : [];
}

type Judged = Pick<RootCause, 'entity' | 'evidence' | 'nats' | 'explanation'>;

function judge(
  entity: string,
  all: readonly Evidence[],
  isConnected: boolean,
): Judged {
  const evidence = strongestOfGroups(all);
  const sum = evidence.reduce((nats, one) => nats + one.nats, 0);
  const nats = Math.max(0, sum - (isConnected ? 0 : UNCONNECTED_NATS));
  const parts = evidence.map(one => `${one.kind}: ${one.summary}`);
  if (!isConnected) {
    parts.push('the entity with the symptom does not depend on it');
  }
  return {
    entity,
    evidence,
    nats: round(nats),
    explanation: parts.join('. ') || 'nothing unusual was seen of it',
  };
}

/** Whoever looks at one thing in many places pays for the number of places. */
function strongestOfGroups(all: readonly Evidence[]): Evidence[] {
  const kinds = new Set<EvidenceKind | undefined>(all.map(({ kind }) => kind));
  const strongest: Evidence[] = [];
  for (const group of GROUPS) {
    let best: Evidence | undefined;
    for (const kind of group) {
      const places = all.filter(one => one.kind === kind);
      if (places.length === 0 || kinds.has(SUPERSEDED_BY[kind])) {
        continue;
      }
      const top = places.reduce((a, b) => (b.nats > a.nats ? b : a));
      const nats = top.nats - Math.log(places.length);
      if (nats > (best?.nats ?? 0)) {
        best = { ...top, nats };
      }
    }
    if (best) {
      strongest.push(best);
    }
  }
  return strongest.sort((a, b) => b.nats - a.nats);
}

function withScores(judged: readonly Judged[]): RootCause[] {
  const best = Math.max(...judged.map(({ nats }) => nats));
  const weight = (nats: number) => Math.exp((nats - best) * TEMPER);
  // That none of them is to blame competes like one more entity.
  const sum = judged.reduce(
    (all, { nats }) => all + weight(nats),
    weight(CHANCE_NATS),
  );
  // The name orders ties for display only; `rank` and `tied` say that they are.
  const sorted = [...judged].sort(
    (a, b) => b.nats - a.nats || (a.entity < b.entity ? -1 : 1),
  );
  return sorted.map(one => ({
    ...one,
    score: round(weight(one.nats) / sum),
    rank: 1 + sorted.findIndex(other => other.nats === one.nats),
    tied: sorted.filter(other => other.nats === one.nats).length > 1,
  }));
}

function round(value: number): number {
  return Number(value.toFixed(SCORE_DECIMALS));
}
