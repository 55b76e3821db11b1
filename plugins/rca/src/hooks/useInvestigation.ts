import { useApi } from '@backstage/frontend-plugin-api';
import { InvestigationWithReport } from '@internal/plugin-rca-common';
import { Loaded, errorName, useLoad } from '@internal/page-kit';
import { rcaApiRef } from '../api';
import { isRunning } from '../lib/investigation';

const POLL_RUNNING_MS = 700;
/** After an error while it runs: the network may be back by then. */
const POLL_AFTER_ERROR_MS = 4_000;
/** Errors that waiting does not mend. */
const FINAL_ERRORS = ['NotFoundError', 'NotAllowedError'];

/** One investigation, followed until it has ended. */
export function useInvestigation(id: string): Loaded<InvestigationWithReport> {
  const api = useApi(rcaApiRef);
  return useLoad({
    key: id,
    load: signal => api.get(id, { signal }),
    repeatMs: (value, error) => {
      if (error) {
        return FINAL_ERRORS.includes(errorName(error))
          ? undefined
          : POLL_AFTER_ERROR_MS;
      }
      return value && isRunning(value) ? POLL_RUNNING_MS : undefined;
    },
  });
}
