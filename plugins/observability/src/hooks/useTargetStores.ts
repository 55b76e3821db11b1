import { useApi } from '@backstage/frontend-plugin-api';
import { Loaded, useLoad } from '@internal/page-kit';
import { Target, TargetRef } from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../api';

/** Where the workload runs and which stores answer for it. */
export function useTargetStores(target: TargetRef): Loaded<Target> {
  const api = useApi(observabilityApiRef);
  return useLoad({
    key: JSON.stringify(target),
    load: signal => api.getTarget(target, { signal }),
  });
}
