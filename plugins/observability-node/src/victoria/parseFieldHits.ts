import { LogFieldHits } from '../LogStore';

/**
 * Reads an answer of `/select/logsql/field_names` or `field_values`, commonest
 * first. Undefined for any other shape.
 * @internal
 */
export function parseFieldHits(
  answer: unknown,
): LogFieldHits['values'] | undefined {
  const values = (answer as Partial<LogFieldHits> | undefined)?.values;
  return Array.isArray(values)
    ? values
        .map(({ value, hits }) => ({ value, hits }))
        .sort((a, b) => b.hits - a.hits)
    : undefined;
}
