import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { LogFieldHits } from '../LogStore';

type FieldHits = LogFieldHits['values'];

/** Fields by which the server keeps its lines; {@link composeLogsQl} cannot filter by them. */
const INTERNAL_FIELDS = ['_time', '_stream', '_stream_id'];

/** Reads an answer of `/select/logsql/field_names`, commonest first. @internal */
export function parseFieldNames(answer: unknown, storeName: string): FieldHits {
  const values = (answer as Partial<LogFieldHits> | undefined)?.values;
  if (!Array.isArray(values)) {
    throw new ServiceUnavailableError(
      `${storeName} answered names of fields in an unknown shape`,
    );
  }
  return values
    .filter(({ value }) => !INTERNAL_FIELDS.includes(value))
    .map(({ value, hits }) => ({ value, hits }))
    .sort((a, b) => b.hits - a.hits);
}

/** Reads a line of the `top` pipe; a field that is empty is left out of it. @internal */
export function parseTopValue(
  line: Record<string, string>,
  field: string,
): FieldHits[number] {
  // The pipe renames its count when the field is called like it.
  const hits = Number(line[field === 'hits' ? 'hitss' : 'hits']);
  if (!Number.isFinite(hits)) {
    throw new InputError(
      'The query changes what its lines are, so their values cannot be counted',
    );
  }
  return { value: Object.hasOwn(line, field) ? line[field] : '', hits };
}

/** @internal */
export function bounded(values: FieldHits, limit: number): LogFieldHits {
  return { values: values.slice(0, limit), truncated: values.length > limit };
}
