import type { Evidence } from '../ranking/evidence';
import type { Visits } from './buildVisits';
import { compareDurations } from './compareDurations';
import { groupPairs } from './groupPairs';

/**
 * Finds entities that take longer themselves, per operation: time in calls and on
 * the way to them is somebody else's.
 *
 * @internal
 */
export function compareSelfTimes(
  reference: Visits,
  current: Visits,
): Evidence[] {
  const groups = groupPairs(
    reference.visits,
    current.visits,
    visit => [visit.entity, visit.operation],
    visit => visit.selfMs,
  );
  return compareDurations(groups).map(({ key, ...shift }) => ({
    entity: key[0],
    kind: 'self-time' as const,
    nats: shift.nats,
    summary: `${key[1]} itself takes ${shift.nowMs.toFixed(
      1,
    )} ms, ${shift.beforeMs.toFixed(1)} ms before`,
  }));
}
