import { InputError } from '@backstage/errors';
import { LogStoreFilter } from '../LogStore';
import { quoteLogsQl } from './quoteLogsQl';

/** Fields with a syntax of their own, in which a plain value means something else. */
const SPECIAL_FIELDS = ['', '_time', '_stream', '_stream_id'];

/**
 * LogsQL for a structured filter; `*` for an empty one. A list without values
 * does not narrow.
 *
 * @remarks
 * Every value and every name of a field is quoted, so none of them can end its
 * filter. All filters are joined by white space, which is the language's `and`.
 * A phrase begins at the beginning of a word and may end inside one: the language
 * has an index for words, and none for any part of a text.
 *
 * @param filter - the filter
 * @param levelField - the field with the level
 * @throws InputError for a field that is no plain field
 * @internal
 */
export function composeLogsQl(
  filter: LogStoreFilter,
  levelField: string,
): string {
  const parts = [
    ...(filter.phrases ?? []).map(phraseFilter),
    ...(filter.excludedPhrases ?? []).map(phrase => `!${phraseFilter(phrase)}`),
    ...fieldFilter({ name: levelField, values: filter.levels ?? [] }),
    ...(filter.fields ?? []).flatMap(fieldFilter),
  ];
  return parts.join(' ') || '*';
}

function phraseFilter(phrase: string): string {
  return `i(${quoteLogsQl(phrase)}*)`;
}

function fieldFilter(
  field: NonNullable<LogStoreFilter['fields']>[number],
): string[] {
  if (SPECIAL_FIELDS.includes(field.name)) {
    throw new InputError(
      `The field '${field.name}' cannot be used in a filter`,
    );
  }
  const name = quoteLogsQl(field.name);
  if (field.values.length === 0) {
    return [];
  }
  const not = field.exclude ? '!' : '';
  if (field.match === 'pattern') {
    return [`${not}${name}:~${quoteLogsQl(`^(?:${field.values.join('|')})$`)}`];
  }
  const values = field.values.map(quoteLogsQl);
  if (field.match === 'prefix') {
    const filters = values.map(value => `${name}:=${value}*`);
    return [`${not}(${filters.join(' or ')})`];
  }
  return [
    values.length === 1
      ? `${not}${name}:=${values[0]}`
      : `${not}${name}:in(${values.join(',')})`,
  ];
}
