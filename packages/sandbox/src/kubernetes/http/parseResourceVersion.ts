import type { ObjectStore } from '../../types';
import { ApiError } from './ApiError';

/** How long a reader waits for a version that the server has not reached. */
const TOO_LARGE_WAIT_MS = 3_000;
const TOO_LARGE_POLL_MS = 50;

/** Go's message for a string that is no unsigned number. */
export function notANumber(value: string): string {
  return `strconv.ParseUint: parsing "${value}": invalid syntax`;
}

/** Waits until the server has reached a version; refuses with the 504 of the server if it does not in time. */
export async function waitForVersion(
  store: ObjectStore,
  version: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + TOO_LARGE_WAIT_MS;
  while (Number(store.resourceVersion) < version) {
    if (Date.now() >= deadline || signal.aborted) {
      throw new ApiError(
        504,
        'Timeout',
        `Timeout: Too large resource version: ${version}, current: ${store.resourceVersion}`,
        {
          causes: [
            {
              reason: 'ResourceVersionTooLarge',
              message: 'Too large resource version',
            },
          ],
          retryAfterSeconds: 1,
        },
      );
    }
    await new Promise(resolve => setTimeout(resolve, TOO_LARGE_POLL_MS));
  }
}
