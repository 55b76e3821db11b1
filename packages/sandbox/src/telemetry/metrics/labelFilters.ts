/** One comparison inside `{…}`. */
export interface LabelFilter {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
  /** The anchored pattern of `=~` and `!~`. */
  pattern?: RegExp;
}

/** A label that a series lacks counts as the empty string. */
export function matchesFilter(filter: LabelFilter, value: string): boolean {
  switch (filter.operator) {
    case '=':
      return value === filter.value;
    case '!=':
      return value !== filter.value;
    case '=~':
      return filter.pattern!.test(value);
    default:
      return !filter.pattern!.test(value);
  }
}

/** Every combination of a selector's alternatives with the enforced ones, so that none can escape them. */
export function joinAlternatives(
  selector: LabelFilter[][],
  enforced: LabelFilter[][],
): LabelFilter[][] {
  if (enforced.length === 0) return selector;
  return selector.flatMap(filters =>
    enforced.map(extra => [...filters, ...extra]),
  );
}
