import { FieldSet } from '../FieldSets';
import { LogRow } from '../LogRow';
import { compareTimes, LogTime } from '../time';
import { Filter, LogsQuery } from './types';

export type RowTest = (row: LogRow) => boolean;

/** Runs the query of `in(…)` and answers the values of its field. */
export type RunSubquery = (query: LogsQuery, field: string) => Set<string>;

/** Turns a filter into a test of rows. */
export function compileFilter(
  filter: Filter,
  runSubquery: RunSubquery,
): RowTest {
  switch (filter.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = filter.filters.map(one => compileFilter(one, runSubquery));
      if (tests.length === 1) return tests[0];
      return row => tests.every(test => test(row));
    }
    case 'or': {
      const tests = filter.filters.map(one => compileFilter(one, runSubquery));
      return row => tests.some(test => test(row));
    }
    case 'not': {
      const test = compileFilter(filter.filter, runSubquery);
      return row => !test(row);
    }
    case 'field':
      return testField(filter.field, filter.test);
    case 'in-query': {
      const values = runSubquery(filter.query, filter.queryField);
      return testField(filter.field, value => values.has(value));
    }
    case 'time':
      return ({ time }) =>
        compareTimes(time, filter.from) >= 0 &&
        compareTimes(time, filter.to) <= 0;
    default: {
      const { alternatives } = filter;
      return remembered(set =>
        alternatives.some(tags =>
          tags.every(tag => tag.test(set.streamFields[tag.name] ?? '')),
        ),
      );
    }
  }
}

/** The range outside which no row can pass, so that the store need not look there. */
export function timeRangeOf(
  filter: Filter,
  within: { from: LogTime; to: LogTime },
) {
  let { from, to } = within;
  const filters = filter.kind === 'and' ? filter.filters : [filter];
  for (const one of filters) {
    if (one.kind !== 'time') continue;
    if (compareTimes(one.from, from) > 0) from = one.from;
    if (compareTimes(one.to, to) < 0) to = one.to;
  }
  return { from, to };
}

function testField(field: string, test: (value: string) => boolean): RowTest {
  const perRow = field === '_msg' || field === '_time';
  if (perRow) return row => test(row.get(field));
  const bySet = new Map<FieldSet, boolean>();
  return row => {
    const { set } = row;
    if (!set || set.ownNames.includes(field)) return test(row.get(field));
    let answer = bySet.get(set);
    if (answer === undefined) bySet.set(set, (answer = test(row.get(field))));
    return answer;
  };
}

function remembered(test: (set: FieldSet) => boolean): RowTest {
  const bySet = new Map<FieldSet, boolean>();
  return ({ set }) => {
    if (!set) return false;
    let answer = bySet.get(set);
    if (answer === undefined) bySet.set(set, (answer = test(set)));
    return answer;
  };
}
