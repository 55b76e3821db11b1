/**
 * Runs `work` for every item, at most `limit` at once, and keeps the order. The
 * first failure, or the caller's signal, stops what is under way.
 * @internal
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  caller: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const failure = new AbortController();
  const signal = caller
    ? AbortSignal.any([caller, failure.signal])
    : failure.signal;
  const results = new Array<R>(items.length);
  let next = 0;
  const runWorker = async () => {
    while (next < items.length) {
      signal.throwIfAborted();
      const index = next++;
      results[index] = await work(items[index], signal);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    runWorker().catch(error => {
      failure.abort(error);
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  const failed = outcomes.find(outcome => outcome.status === 'rejected');
  if (failed) {
    throw signal.reason ?? failed.reason;
  }
  return results;
}
