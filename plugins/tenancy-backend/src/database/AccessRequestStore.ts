import { AccessRequestInput } from '@internal/plugin-tenancy-common';

/** A request for access as it is kept. @internal */
export type AccessRequest = AccessRequestInput & {
  id: string;
  userEntityRef: string;
  createdAt: Date;
  attempts: number;
};

/** What became of a new request. @internal */
export type NewRequestResult =
  | 'created'
  /** The same person asked for the same namespace within the window. */
  | 'duplicate'
  /** The person asked for too many namespaces within the window. */
  | 'limited';

/** Keeps requests for access until their groups were told, and for the limits. @internal */
export interface AccessRequestStore {
  /** Decides and writes in one step, so that requests at the same time cannot pass the limit. */
  create(
    request: AccessRequestInput & { userEntityRef: string },
    limits: { windowMs: number; max: number },
  ): Promise<NewRequestResult>;

  /**
   * Takes requests that are due, and puts each off by `retryMs` for everybody else.
   * Whoever dies with one leaves it due again.
   */
  claimDue(options: {
    limit: number;
    retryMs: number;
  }): Promise<AccessRequest[]>;

  /** Nothing more is to be done for it. */
  settle(id: string): Promise<void>;

  /** @returns how many rows went, at most `limit`. */
  deleteBefore(date: Date, limit: number): Promise<number>;
}
