import { MetricsQueryError } from './MetricsQueryError';
import { Transform, expectArguments } from './transformArguments';

export const sortBy =
  (descending: boolean): Transform =>
  args => {
    expectArguments(args, 1);
    return [...args.series[0]].sort((a, b) => {
      const order = compareLastPoints(a.values, b.values);
      return descending ? -order : order;
    });
  };

export const sortByLabel =
  (descending: boolean): Transform =>
  args => {
    if (args.series.length < 2) {
      throw new MetricsQueryError(
        `expecting at least 2 args; got ${args.series.length} args`,
      );
    }
    const names = args.series.slice(1).map((_, i) => args.text(i + 1));
    return [...args.series[0]].sort((a, b) => {
      for (const name of names) {
        const left = a.labels[name] ?? '';
        const right = b.labels[name] ?? '';
        if (left !== right) return left < right !== descending ? -1 : 1;
      }
      return 0;
    });
  };

function compareLastPoints(a: Float64Array, b: Float64Array): number {
  for (let i = a.length - 1; i >= 0; i--) {
    if (Number.isNaN(a[i]) !== Number.isNaN(b[i]))
      return Number.isNaN(a[i]) ? -1 : 1;
    if (!Number.isNaN(a[i]) && a[i] !== b[i]) return a[i] - b[i];
  }
  return 0;
}
