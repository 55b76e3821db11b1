import { toError } from '@backstage/errors';
import {
  kubernetesStatusCode,
  toBackstageError,
} from '@internal/plugin-cluster-node';
import { Unchecked } from '@internal/plugin-rca-common';

/**
 * What a failed look at the cluster means: a refusal says that something could
 * not be looked at, never that it is not there.
 * @internal
 */
export function uncheckedOf(error: unknown, what: string): Unchecked {
  const status = kubernetesStatusCode(error);
  const refused =
    status === 401 ||
    status === 403 ||
    toError(error).name === 'NotAllowedError';
  return {
    source: 'kubernetes',
    reason: refused ? 'forbidden' : 'unreachable',
    message: toBackstageError(error, what).message,
  };
}
