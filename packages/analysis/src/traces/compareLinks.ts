import type { Evidence } from '../ranking/evidence';
import type { Visits } from './buildVisits';
import { compareDurations } from './compareDurations';
import { groupPairs } from './groupPairs';

/** What an undisturbed link costs the hypothesis that its end is to blame. */
const UNDISTURBED_NATS = 2;
/** What one link can say at most. */
const MAX_LINK_NATS = 10;

/**
 * Finds the entity whose network is slow: the calls to it and from it take longer
 * than the work at their far end, while calls between others do not.
 *
 * @remarks
 * Each link's gap is that between the caller's client span and the callee's server
 * span. An entity is blamed by the sum over its links of the evidence for a delay
 * less that against it, so that a hub is not blamed for one slow neighbour, nor a
 * neighbour of a slow hub before the hub.
 *
 * @internal
 */
export function compareLinks(reference: Visits, current: Visits): Evidence[] {
  const groups = groupPairs(
    reference.links,
    current.links,
    link => [link.from, link.to],
    link => link.gapMs,
  );
  const byEntity = new Map<string, { nats: number; slow: string[] }>();
  for (const { key, ...shift } of compareDurations(groups)) {
    const nats =
      Math.min(MAX_LINK_NATS, shift.nats) -
      UNDISTURBED_NATS * Math.exp(-shift.nats);
    for (const entity of new Set(key)) {
      const sum = byEntity.get(entity) ?? { nats: 0, slow: [] };
      sum.nats += nats;
      if (nats > 0) {
        sum.slow.push(
          `${key.join(' → ')} ${shift.nowMs.toFixed(
            1,
          )} ms, ${shift.beforeMs.toFixed(1)} ms before`,
        );
      }
      byEntity.set(entity, sum);
    }
  }
  return [...byEntity].map(([entity, { nats, slow }]) => ({
    entity,
    kind: 'network' as const,
    nats,
    summary: `time on the way: ${slow.join('; ') || 'as before'}`,
  }));
}
