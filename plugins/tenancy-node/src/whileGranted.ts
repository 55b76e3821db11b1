import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { TenancyService } from './TenancyService';

/** With what the portal remembers about a caller, a lost right counts after five seconds. */
const CHECK_INTERVAL_MS = 3_000;

/**
 * Does work that lasts, such as following a log, only for as long as the caller may
 * read what it is about.
 *
 * @remarks
 * A scope says what was allowed when it was made. What ends with an answer may run
 * on it to its end; what goes on must ask again. The signal that `work` gets aborts
 * with the reason of the denial when the scope would not be given any more, when
 * that cannot be told, and when the signal in the options does.
 *
 * @public
 */
export async function whileGranted<T>(
  options: {
    tenancy: TenancyService;
    credentials: BackstageCredentials;
    scope: TenantScope;
    signal: AbortSignal;
  },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { tenancy, credentials, scope, signal } = options;
  const { cluster, namespaces } = scope;
  const lost = new AbortController();
  const check = setInterval(
    () =>
      tenancy
        .scope({ credentials, cluster, namespaces: [...namespaces] })
        .catch(reason => lost.abort(reason)),
    CHECK_INTERVAL_MS,
  );
  try {
    return await work(AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(check);
  }
}
