import { AccessScope } from '@internal/plugin-tenancy-common';

/** A key for machines, as people see it: everything but its secret. */
export type AccessKey = AccessScope & {
  id: string;
  name: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt?: Date;
  revokedBy?: string;
  /** When it was last exchanged for a token. */
  lastUsedAt?: Date;
};

/** Why a key is refused; logs and tests switch on these. The holder is told nothing of it. */
export const keyRefusals = {
  unknown: 'unknown',
  expired: 'expired',
  revoked: 'revoked',
  /** The secret was replaced, and the overlap is over. */
  rotated: 'rotated',
} as const;

/** One of {@link keyRefusals}. */
export type KeyRefusal = (typeof keyRefusals)[keyof typeof keyRefusals];
