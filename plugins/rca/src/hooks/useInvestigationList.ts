import { useApi } from '@backstage/frontend-plugin-api';
import {
  InvestigationList,
  ListInvestigationsQuery,
} from '@internal/plugin-rca-common';
import { useState } from 'react';
import { Loaded, useLoad } from '@internal/page-kit';
import { rcaApiRef } from '../api';
import { isRunning } from '../lib/investigation';

const REFRESH_RUNNING_MS = 3_000;

/** One page of investigations with the way to the pages before and after it. */
export type PagedInvestigations = Loaded<InvestigationList> & {
  page: number;
  onNextPage?: () => void;
  onPreviousPage?: () => void;
};

/** Pages through investigations; refreshes while one of the page is running. */
export function useInvestigationList(
  query: Omit<ListInvestigationsQuery, 'cursor'>,
): PagedInvestigations {
  const api = useApi(rcaApiRef);
  const filter = JSON.stringify(query);
  const [position, setPosition] = useState<{
    filter: string;
    /** Cursor of each page after the first, up to the one that is shown. */
    cursors: string[];
  }>({ filter, cursors: [] });
  if (position.filter !== filter) {
    // Another filter starts at the first page again.
    setPosition({ filter, cursors: [] });
  }
  const cursors = position.filter === filter ? position.cursors : [];
  const cursor = cursors[cursors.length - 1];

  const loaded = useLoad({
    key: `${filter} ${cursor ?? ''}`,
    load: signal => api.list({ ...query, cursor }, { signal }),
    repeatMs: value =>
      value?.items.some(isRunning) ? REFRESH_RUNNING_MS : undefined,
  });
  const nextCursor = loaded.value?.nextCursor;

  return {
    ...loaded,
    page: cursors.length + 1,
    onNextPage: nextCursor
      ? () => setPosition({ filter, cursors: [...cursors, nextCursor] })
      : undefined,
    onPreviousPage:
      cursors.length > 0
        ? () => setPosition({ filter, cursors: cursors.slice(0, -1) })
        : undefined,
  };
}
