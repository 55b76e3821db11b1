import { quoteQueryString } from '../queryText';
import { TraceSearch } from '../traces/traceSearch';
import { Vocabulary } from '../Vocabulary';

/** Attribute names that TraceQL reads without quotes. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_.]*$/;

/**
 * A search as TraceQL. All conditions hold for one span; the namespace is one of
 * the resource's, which the application's own spans cannot set.
 * @internal
 */
export function composeTraceQl(
  search: TraceSearch,
  namespaces: readonly string[],
  names: Vocabulary['traces'],
): string {
  const attribute = `resource.${quoteName(names.namespace)}`;
  const namespace = namespaces
    .map(name => `${attribute} = ${quoteQueryString(name)}`)
    .join(' || ');
  const conditions = [
    `(${namespace})`,
    `resource.service.name = ${quoteQueryString(search.service)}`,
  ];
  if (search.operation !== undefined) {
    conditions.push(`name = ${quoteQueryString(search.operation)}`);
  }
  if (search.minDuration) {
    conditions.push(`duration >= ${Math.round(search.minDuration * 1000)}us`);
  }
  if (search.onlyErrors) {
    conditions.push('status = error');
  }
  return `{ ${conditions.join(' && ')} }`;
}

function quoteName(name: string): string {
  return PLAIN_NAME.test(name) ? name : quoteQueryString(name);
}
