import {
  isError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ObservabilityService } from '@internal/plugin-observability-node';
import {
  observabilityErrorReasons,
  StoreKind,
} from '@internal/plugin-observability-common';

const NAMES: Record<StoreKind, string> = {
  logs: 'log',
  metrics: 'metric',
  traces: 'trace',
};

/** @throws NotFoundError with reason `no-store`. @internal */
export function assertStore(
  observability: ObservabilityService,
  cluster: string,
  store: StoreKind,
): void {
  if (!observability.has(cluster, store)) {
    throw Object.assign(
      new NotFoundError(
        `No ${NAMES[store]} store is configured for cluster '${cluster}'`,
      ),
      { reason: observabilityErrorReasons.noStore, store },
    );
  }
}

/**
 * Says which store did not answer.
 *
 * @remarks
 * A store that refuses the portal's own credentials is unavailable to the caller:
 * 403 would read as if the namespace were not theirs.
 *
 * @internal
 */
export function describeStoreError(store: StoreKind, error: unknown): unknown {
  if (!isError(error)) {
    return error;
  }
  if (error.name === 'NotAllowedError') {
    return Object.assign(new ServiceUnavailableError(error.message), {
      reason: observabilityErrorReasons.storeUnavailable,
      store,
    });
  }
  return error.name === 'ServiceUnavailableError' && !('reason' in error)
    ? Object.assign(error, {
        reason: observabilityErrorReasons.storeUnavailable,
        store,
      })
    : error;
}
