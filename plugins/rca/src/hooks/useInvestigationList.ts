import { useApi } from '@backstage/frontend-plugin-api';
import { Paged, usePages } from '@internal/page-kit';
import {
  InvestigationList,
  ListInvestigationsQuery,
} from '@internal/plugin-rca-common';
import { rcaApiRef } from '../api';
import { isRunning } from '../lib/investigation';

const REFRESH_RUNNING_MS = 3_000;

/** One page of investigations with the way to the pages before and after it. */
export type PagedInvestigations = Paged<InvestigationList>;

/** Pages through investigations; refreshes while one of the page is running. */
export function useInvestigationList(
  query: Omit<ListInvestigationsQuery, 'cursor'>,
): PagedInvestigations {
  const api = useApi(rcaApiRef);
  return usePages({
    filter: JSON.stringify(query),
    load: (cursor, signal) => api.list({ ...query, cursor }, { signal }),
    repeatMs: value =>
      value?.items.some(isRunning) ? REFRESH_RUNNING_MS : undefined,
  });
}
