import { useApi } from '@backstage/frontend-plugin-api';
import { Loaded, useLoad } from '@internal/page-kit';
import { MarksAnswer, TargetRef } from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../api';
import { TimeWindow } from './useTimeWindow';

/** What happened to the workload in the time of the page: the same on all of its charts. */
export function useMarks(
  target: TargetRef,
  time: TimeWindow,
): Loaded<MarksAnswer> {
  const api = useApi(observabilityApiRef);
  const request = { ...target, window: time.window };
  return useLoad({
    key: `${JSON.stringify(request)} ${time.turn}`,
    load: signal => api.getMarks(request, { signal }),
  });
}
