import { Unchecked } from '@internal/plugin-rca-common';
import { z } from 'zod/v4';
import { K8sgptReading } from './K8sgptSource';
import { parseResults, SOURCE } from './K8sgptResult';

/** Complaints of k8sgpt itself that are passed on. */
const MAX_ERRORS = 5;
const MAX_ERROR_LENGTH = 300;

/** `null` is how Go says that a list is empty. */
const answer = z.object({
  results: z.array(z.unknown()).nullish(),
  errors: z.array(z.string()).nullish(),
});

/**
 * What `k8sgpt analyze -o json` prints and its server answers, as far as it is
 * about one namespace. An analyzer that failed has not looked.
 *
 * @throws TypeError when it is neither.
 * @internal
 */
export function parseAnswer(
  text: string,
  options: { namespace: string; query: string },
): K8sgptReading {
  const { namespace, query } = options;
  const { success, data } = answer.safeParse(parseJson(text));
  if (!success) {
    throw new TypeError('k8sgpt answered with something else than its results');
  }
  const { results, unchecked } = parseResults({
    items: data.results ?? [],
    namespaces: [namespace],
    queryOf: () => query,
  });
  const failed = (data.errors ?? []).slice(0, MAX_ERRORS).map(
    (message): Unchecked => ({
      source: SOURCE,
      reason: /forbidden|cannot (?:list|get)/i.test(message)
        ? 'forbidden'
        : 'failed',
      message: `k8sgpt in ${namespace}: ${message.slice(0, MAX_ERROR_LENGTH)}`,
    }),
  );
  return { results, unchecked: [...unchecked, ...failed] };
}

/** The program may print a notice before its results. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.slice(Math.max(0, text.indexOf('{'))));
  } catch {
    return undefined;
  }
}
