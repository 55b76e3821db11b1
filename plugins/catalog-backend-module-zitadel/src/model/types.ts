import { Entity } from '@backstage/catalog-model';
import { Listing, ZitadelGrant, ZitadelPerson } from '../client';

/** What ZITADEL said last. */
export type Snapshot = {
  people: Listing<ZitadelPerson>;
  grants: Listing<ZitadelGrant>;
};

/** How much there is; each of them falling at once is suspicious. */
export type Counts = { users: number; groups: number; memberships: number };

/** What is in the catalog of it. */
export type Model = {
  /** By entity ref. */
  entities: Map<string, Entity>;
  counts: Counts;
  /** What was left out, in words, for the log. */
  notes: string[];
};
