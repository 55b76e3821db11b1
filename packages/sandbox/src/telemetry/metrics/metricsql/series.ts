/** Labels while a query is evaluated: an absent label is an absent key. */
export type Labels = Record<string, string>;

/** A series on the query's grid of times; NaN is a gap. */
export interface GridSeries {
  labels: Labels;
  values: Float64Array;
}

/** A text that is equal for equal labels, whatever their order. */
export function labelKey(labels: Labels): string {
  let key = '';
  for (const name of Object.keys(labels).sort()) {
    key += `${name}\u0001${labels[name]}\u0002`;
  }
  return key;
}

/** The labels without some of them. */
export function withoutLabels(
  labels: Labels,
  dropped: readonly string[],
): Labels {
  const kept = { ...labels };
  for (const name of dropped) delete kept[name];
  return kept;
}

/** Only the named labels, as far as there are such. */
export function onlyLabels(labels: Labels, names: readonly string[]): Labels {
  const kept: Labels = {};
  for (const name of names) {
    if (labels[name] !== undefined) kept[name] = labels[name];
  }
  return kept;
}

export function isEmpty(series: GridSeries): boolean {
  return series.values.every(Number.isNaN);
}

export function withoutEmpty(series: GridSeries[]): GridSeries[] {
  return series.filter(one => !isEmpty(one));
}

/** One series without labels: what a number evaluates to. */
export function isScalar(series: GridSeries[]): boolean {
  return series.length === 1 && Object.keys(series[0].labels).length === 0;
}

/** `{a="b", c="d"}` without the metric name, as error texts show it. */
export function formatLabels(labels: Labels): string {
  const pairs = Object.keys(labels)
    .filter(name => name !== '__name__')
    .sort()
    .map(name => `${name}=${JSON.stringify(labels[name])}`);
  return `{${pairs.join(', ')}}`;
}

/** Orders series the way answers list them: by metric name, then label by label. */
export function compareLabels(a: Labels, b: Labels): number {
  const nameOrder = compareText(a.__name__ ?? '', b.__name__ ?? '');
  if (nameOrder !== 0) return nameOrder;
  const left = Object.keys(a)
    .filter(name => name !== '__name__')
    .sort();
  const right = Object.keys(b)
    .filter(name => name !== '__name__')
    .sort();
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order =
      compareText(left[i], right[i]) || compareText(a[left[i]], b[right[i]]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
