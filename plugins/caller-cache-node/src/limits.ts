/**
 * How long a caller may profit from what was taken away: a decision may rest on
 * groups that were about to end, so the two below add up to it.
 */
export const REVOCATION_BOUND_MS = 5_000;

/** The groups of a session are looked up again after this. */
export const USER_INFO_TTL_MS = 2_000;

/** The policy is asked again after this. */
export const DECISION_TTL_MS = REVOCATION_BOUND_MS - USER_INFO_TTL_MS;

/** Sessions in two seconds; more only cost further lookups. */
export const MAX_SESSIONS = 10_000;

/** For each plugin, by session and permission. */
export const MAX_DECISIONS = 10_000;
