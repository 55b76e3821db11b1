const MAX_QUERIES = 15;

const queries = new Map<string, string[]>();

/**
 * What was run for a workload since the page was loaded, latest first. It is kept
 * in memory only: a query can name things that the next person must not learn of.
 */
export function recentQueries(workload: string): readonly string[] {
  return queries.get(workload) ?? [];
}

/** Puts a query first. */
export function rememberQuery(workload: string, query: string): void {
  const others = recentQueries(workload).filter(other => other !== query);
  queries.set(workload, [query, ...others].slice(0, MAX_QUERIES));
}
