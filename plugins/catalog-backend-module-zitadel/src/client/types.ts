/** What is read of a user of ZITADEL; text is cleaned, nothing else is changed. */
export type ZitadelPerson = {
  /** Immutable, and as ZITADEL writes it: whether it can name an entity is decided later. */
  id: string;
  /** False for people who are inactive, locked, deleted or have not finished their registration. */
  active: boolean;
  displayName: string;
  /** Only when ZITADEL has verified it. */
  email?: string;
};

/** Roles of one person in one project; ZITADEL's user grant, or authorization. */
export type ZitadelGrant = {
  id: string;
  userId: string;
  projectId: string;
  organizationId: string;
  active: boolean;
  roles: unknown[];
  /** Milliseconds since the epoch by ZITADEL's clock. */
  changedAtMs: number;
};

/** All rows of a list that could be read, and how many could not. */
export type Listing<T> = { rows: Map<string, T>; malformed: number };
