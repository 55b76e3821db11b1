import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';

/** The ways to look at metrics. */
export const metricViews = ['panels', 'query'] as const;
export type MetricViewName = (typeof metricViews)[number];

const VIEW = 'view';
const QUERY = 'mq';

/** What the reader asked of the metrics, all of it from the address. */
export type MetricState = {
  view: MetricViewName;
  setView: (view: MetricViewName) => void;
  /** The reader's own expression; empty until there is one. */
  query: string;
  setQuery: (query: string) => void;
  /** Where an expression can be read, changed and run. */
  linkTo: (query: string) => string;
};

/** Keeps view and expression in the address, so that a link shows what its sender saw. */
export function useMetricState(): MetricState {
  const [search, setSearch] = useSearchParams();
  const { pathname } = useLocation();
  const query = search.get(QUERY) ?? '';
  const view = search.get(VIEW) === 'query' ? 'query' : 'panels';

  const setView = useCallback(
    (name: MetricViewName) =>
      setSearch(before => {
        const after = new URLSearchParams(before);
        after.delete(VIEW);
        if (name === 'query') {
          after.set(VIEW, name);
        }
        return after;
      }),
    [setSearch],
  );
  const setQuery = useCallback(
    (text: string) => setSearch(before => withQuery(before, text)),
    [setSearch],
  );
  const linkTo = useCallback(
    (text: string) => `${pathname}?${withQuery(search, text)}`,
    [pathname, search],
  );
  return useMemo(
    () => ({ view, setView, query, setQuery, linkTo }),
    [view, setView, query, setQuery, linkTo],
  );
}

function withQuery(before: URLSearchParams, text: string): URLSearchParams {
  const after = new URLSearchParams(before);
  after.set(VIEW, 'query');
  after.delete(QUERY);
  if (text) {
    after.set(QUERY, text);
  }
  return after;
}
