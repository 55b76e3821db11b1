import { useApi } from '@backstage/frontend-plugin-api';
import { useLoad } from '@internal/page-kit';
import { TargetRef } from '@internal/plugin-observability-common';
import { useMemo } from 'react';
import { observabilityApiRef } from '../../../api';
import { TimeWindow } from '../../../hooks/useTimeWindow';
import { completionAt, suggest } from './completion';

const NO_NAMES = { names: [], truncated: false };

/** Suggestions for what is before the cursor; the store is asked once for each kind of name. */
export function useSuggestions(options: {
  target: TargetRef;
  time: TimeWindow;
  before: string;
  /** Labels of the series seen last. */
  labels: readonly string[];
}) {
  const { target, time, before, labels } = options;
  const api = useApi(observabilityApiRef);
  const place = useMemo(() => completionAt(before), [before]);
  const request = { ...target, window: time.window };
  const metrics = useLoad({
    key: JSON.stringify(request),
    load: signal => api.getMetricNames(request, { signal }),
  });
  const label = place?.kind === 'value' ? place.label : undefined;
  const values = useLoad({
    key: JSON.stringify([request, label]),
    load: async signal =>
      label === undefined
        ? NO_NAMES
        : api.getMetricNames({ ...request, label }, { signal }),
  });
  const found = place?.kind === 'value' ? values : metrics;
  const names = found.value?.names;
  const suggestions = useMemo(
    () => (place ? suggest({ place, names: names ?? [], labels }) : []),
    [place, names, labels],
  );
  return {
    place,
    suggestions,
    /** Why names cannot be completed; everything can be written all the same. */
    problem: place?.kind === 'label' ? undefined : found.error,
  };
}
