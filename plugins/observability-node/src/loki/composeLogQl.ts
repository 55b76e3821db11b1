import { LogStoreFilter } from '../LogStore';
import { escapeRegExp, quoteQueryString } from '../queryText';
import { LokiNames } from './LokiNames';

/**
 * LogQL for a structured filter; `{}` for an empty one. A list without values
 * does not narrow.
 *
 * @remarks
 * Every value is quoted and every name is a plain label, so none of them can end
 * its filter. The namespace comes in later, see {@link confineLogQl}.
 *
 * @internal
 */
export function composeLogQl(filter: LogStoreFilter, names: LokiNames): string {
  const { matchers, stages } = composeParts(filter, names);
  return [`{${matchers.join(', ')}}`, ...stages].join(' ');
}

/** The parts of a filter, for {@link composeLogQl} or to narrow another query. @internal */
export type LogQlParts = { matchers: string[]; stages: string[] };

/** Each as text by itself. @internal */
export function composeParts(
  filter: LogStoreFilter,
  names: LokiNames,
): LogQlParts {
  const fields = (filter.fields ?? []).filter(field => field.values.length > 0);
  const isSelector = ({ name }: FieldFilter) =>
    names.isStreamLabel(names.labels(name)[0]);
  const matchers = fields
    .filter(isSelector)
    .map(field => fieldFilter(names.labels(field.name), field));
  const stages = [
    ...(filter.phrases ?? []).map(phrase => `|~ ${anyCase(phrase)}`),
    ...(filter.excludedPhrases ?? []).map(phrase => `!~ ${anyCase(phrase)}`),
    ...(filter.levels?.length
      ? [`| ${fieldFilter(names.levels, { values: filter.levels })}`]
      : []),
    ...fields
      .filter(field => !isSelector(field))
      .map(field => `| ${fieldFilter(names.labels(field.name), field)}`),
  ];
  return { matchers, stages };
}

type FieldFilter = NonNullable<LogStoreFilter['fields']>[number];

/**
 * One of the labels has one of the values; with `exclude`, none has. Lines whose
 * labels are all empty are asked for by an empty value.
 */
function fieldFilter(
  labels: readonly string[],
  field: Omit<FieldFilter, 'name'>,
): string {
  if (labels.length === 1) {
    return labelFilter(labels[0], field);
  }
  const each = (values: string[]) =>
    labels.map(label => labelFilter(label, { ...field, values }));
  if (field.exclude) {
    return each(field.values).join(' and ');
  }
  const filled = field.values.filter(Boolean);
  const filters = filled.length > 0 ? each(filled) : [];
  if (filled.length < field.values.length) {
    filters.push(`(${each(['']).join(' and ')})`);
  }
  return filters.join(' or ');
}

function labelFilter(
  label: string,
  { values, match, exclude }: Omit<FieldFilter, 'name'>,
): string {
  if ((match ?? 'exact') === 'exact' && values.length === 1) {
    return `${label}${exclude ? '!=' : '='}${quoteQueryString(values[0])}`;
  }
  // Patterns are anchored at both ends.
  const suffix = match === 'prefix' ? '.*' : '';
  const pattern = values
    .map(value => (match === 'pattern' ? value : escapeRegExp(value) + suffix))
    .join('|');
  return `${label}${exclude ? '!~' : '=~'}${quoteQueryString(pattern)}`;
}

function anyCase(phrase: string): string {
  return quoteQueryString(`(?i)${escapeRegExp(phrase)}`);
}
