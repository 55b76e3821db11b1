/** Why the store refused; the names are those of the API's `Status.reason`. */
export type StoreErrorReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Expired'
  | 'Invalid';

/**
 * A refusal of the {@link ObjectStore}.
 *
 * @remarks
 * Not one of Backstage's errors: the sandbox stands for a foreign system, and its
 * API answers with Kubernetes' reasons and texts.
 */
export class StoreError extends Error {
  readonly reason: StoreErrorReason;

  constructor(reason: StoreErrorReason, message: string) {
    super(message);
    this.name = 'StoreError';
    this.reason = reason;
  }
}
