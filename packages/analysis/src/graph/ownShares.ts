import type { Edge } from './types';

/**
 * Which share of an entity's excess (time spent, requests failed) is its own and
 * not that of the entities that it calls.
 *
 * @remarks
 * Excess is counted in totals over the same time, so it adds up along calls: a
 * caller waits for its callees and passes on their failures. What a callee has too
 * much is divided among its callers by what they have too much. This is the
 * elevation argument of the anomaly traversal in the PetShop paper (Hardt et al.,
 * CLeaR 2024) with amounts in place of yes or no.
 *
 * @param excess - Per entity, not negative, all in one unit.
 *
 * @public
 */
export function ownShares(
  excess: ReadonlyMap<string, number>,
  edges: readonly Edge[],
): Map<string, number> {
  const of = (entity: string) => Math.max(0, excess.get(entity) ?? 0);
  const links = edges.filter(edge => edge.from !== edge.to);
  const sumOfCallers = new Map<string, number>();
  for (const { from, to } of links) {
    sumOfCallers.set(to, (sumOfCallers.get(to) ?? 0) + of(from));
  }
  const passedOn = new Map<string, number>();
  for (const { from, to } of links) {
    const callers = sumOfCallers.get(to)!;
    if (callers > 0) {
      const part = (of(to) * of(from)) / callers;
      passedOn.set(from, (passedOn.get(from) ?? 0) + part);
    }
  }
  const shares = new Map<string, number>();
  for (const entity of excess.keys()) {
    const whole = of(entity);
    const own = Math.max(0, whole - (passedOn.get(entity) ?? 0));
    shares.set(entity, whole > 0 ? own / whole : 0);
  }
  return shares;
}
