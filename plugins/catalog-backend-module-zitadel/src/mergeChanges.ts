import { ZitadelClient } from './client';
import { Snapshot } from './model';

/**
 * ZITADEL's lists follow its events with a delay, so that a change may show up
 * after a later one did.
 */
const OVERLAP_MS = 5 * 60_000;

/**
 * Brings a snapshot up to date by what changed since: new people, and grants in
 * the order of their last change.
 *
 * @remarks
 * Neither list tells what was deleted, nor who was locked or renamed. But each
 * tells its length, and one more request the number of active people: where these
 * do not add up, something else happened.
 *
 * @returns undefined when everything has to be read.
 */
export async function mergeChanges(
  snapshot: Snapshot,
  client: ZitadelClient,
  signal: AbortSignal,
): Promise<Snapshot | undefined> {
  const people = new Map(snapshot.people.rows);
  const newPeople = await client.listNewPeople(id => people.has(id), signal);
  if (!newPeople) return undefined;
  for (const person of newPeople.rows) people.set(person.id, person);

  const grants = new Map(snapshot.grants.rows);
  let latestMs = 0;
  for (const { changedAtMs } of grants.values()) {
    latestMs = Math.max(latestMs, changedAtMs);
  }
  const changed = await client.listChangedGrants(latestMs - OVERLAP_MS, signal);
  if (!changed) return undefined;
  for (const grant of changed.rows) grants.set(grant.id, grant);

  let active = 0;
  for (const person of people.values()) active += person.active ? 1 : 0;
  const addsUp =
    people.size + snapshot.people.malformed === newPeople.total &&
    grants.size + snapshot.grants.malformed === changed.total &&
    active === (await client.countActivePeople(signal));
  return addsUp
    ? {
        people: { ...snapshot.people, rows: people },
        grants: { ...snapshot.grants, rows: grants },
      }
    : undefined;
}
