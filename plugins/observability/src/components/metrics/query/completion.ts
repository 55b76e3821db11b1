/** What could stand where the cursor is. */
export type CompletionPlace = {
  kind: 'metric' | 'label' | 'value';
  /** The label whose values are looked for. */
  label?: string;
  /** What is there already. */
  prefix: string;
  /** Where `prefix` begins; it ends at the cursor. */
  from: number;
};

/** One thing to choose. */
export type Suggestion = {
  text: string;
  /** Shown beside it: what kind of thing it is. */
  kind: 'metric' | 'function' | 'label' | 'value';
};

/** Longer lists are not read; one more letter makes them shorter. */
export const MAX_SUGGESTIONS = 10;

/** Those that the questions of people on call need; the store knows many more. */
const FUNCTIONS = [
  ...['rate', 'increase', 'irate', 'sum', 'avg', 'max', 'min', 'count'],
  ...['topk', 'bottomk', 'quantile', 'histogram_quantile', 'abs', 'delta'],
  ...['avg_over_time', 'max_over_time', 'min_over_time', 'sum_over_time'],
  ...['quantile_over_time', 'count_over_time', 'changes', 'predict_linear'],
  ...['label_replace', 'absent', 'clamp_min', 'clamp_max', 'round', 'time'],
];

/** Labels that the usual exporters write; those of the last answer come first. */
const LABELS = [
  ...['service_name', 'pod', 'container', 'node', 'namespace', 'deployment'],
  ...['http_route', 'http_request_method', 'http_response_status_code'],
  ...['server_address', 'le', 'resource', 'phase', 'reason', 'job', 'instance'],
];

const WORD = /[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const GROUPING = /\b(by|without|on|ignoring|group_left|group_right)\s*$/;
const OPEN_LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*$/;

/**
 * What is being written before the cursor: the name of a metric or function, a
 * label between braces or behind `by (`, or a value between quotes. Nothing
 * where none of these can stand, for example in a number or a duration.
 */
export function completionAt(before: string): CompletionPlace | undefined {
  const brackets: Array<{ bracket: string; at: number }> = [];
  let quote: { mark: string; at: number } | undefined;
  for (let at = 0; at < before.length; at++) {
    const char = before[at];
    if (quote) {
      if (char === '\\' && quote.mark !== '`') {
        at += 1;
      } else if (char === quote.mark) {
        quote = undefined;
      }
    } else if (char === '"' || char === "'" || char === '`') {
      quote = { mark: char, at };
    } else if (char === '{' || char === '(' || char === '[') {
      brackets.push({ bracket: char, at });
    } else if (char === '}' || char === ')' || char === ']') {
      brackets.pop();
    }
  }
  const inside = brackets.at(-1);
  if (quote) {
    const label = OPEN_LABEL.exec(before.slice(0, quote.at))?.[1];
    return inside?.bracket === '{' && label
      ? {
          kind: 'value',
          label,
          prefix: before.slice(quote.at + 1),
          from: quote.at + 1,
        }
      : undefined;
  }
  const prefix = WORD.exec(before)?.[0] ?? '';
  const from = before.length - prefix.length;
  // `5m`: the unit of a number.
  if (inside?.bracket === '[' || /[0-9.]$/.test(before.slice(0, from))) {
    return undefined;
  }
  if (inside?.bracket === '{') {
    return /[{,]\s*$/.test(before.slice(0, from))
      ? { kind: 'label', prefix, from }
      : undefined;
  }
  if (
    inside?.bracket === '(' &&
    GROUPING.test(before.slice(0, inside.at)) &&
    /[(,]\s*$/.test(before.slice(0, from))
  ) {
    return { kind: 'label', prefix, from };
  }
  return prefix ? { kind: 'metric', prefix, from } : undefined;
}

/** What fits what is there, the beginnings first; nothing once it is written in full. */
export function suggest(options: {
  place: CompletionPlace;
  /** Metrics, or values of the label. */
  names: readonly string[];
  /** Labels of the series seen last. */
  labels: readonly string[];
}): Suggestion[] {
  const { place, names, labels } = options;
  const all: Suggestion[] = {
    metric: () => [
      ...names.map(text => ({ text, kind: 'metric' as const })),
      ...FUNCTIONS.map(text => ({ text, kind: 'function' as const })),
    ],
    label: () =>
      [...new Set([...labels, ...LABELS])].map(text => ({
        text,
        kind: 'label' as const,
      })),
    value: () => names.map(text => ({ text, kind: 'value' as const })),
  }[place.kind]();
  const wanted = place.prefix.toLowerCase();
  const ranked = all
    .map(suggestion => ({
      suggestion,
      at: suggestion.text.toLowerCase().indexOf(wanted),
    }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => Number(a.at > 0) - Number(b.at > 0));
  if (ranked.some(({ suggestion }) => suggestion.text === place.prefix)) {
    return [];
  }
  return ranked.slice(0, MAX_SUGGESTIONS).map(({ suggestion }) => suggestion);
}

/** The text with the suggestion in its place, and where the cursor goes. */
export function accept(
  text: string,
  cursor: number,
  place: CompletionPlace,
  suggestion: Suggestion,
): { text: string; cursor: number } {
  // Quotes and backslashes of a value must not end the string that it stands in.
  const written =
    suggestion.kind === 'value'
      ? suggestion.text.replace(/["\\]/g, '\\$&')
      : suggestion.text;
  const opens = suggestion.kind === 'function' ? '(' : '';
  const before = `${text.slice(0, place.from)}${written}${opens}`;
  return { text: before + text.slice(cursor), cursor: before.length };
}
