import { LogFilter } from '@internal/plugin-observability-common';

/** One part of a filter as the reader sees it, and as one parameter of the address holds it. */
export type LogChip =
  | { kind: 'phrase'; value: string }
  | { kind: 'not'; value: string }
  | { kind: 'level'; value: string }
  | {
      kind: 'is' | 'isnot' | 'starts' | 'startsnot';
      name: string;
      value: string;
    };

const PLAIN = ['phrase', 'not', 'level'] as const;
const FIELD = ['is', 'isnot', 'starts', 'startsnot'] as const;
/** Every parameter of the address that is a chip. */
export const CHIP_PARAMETERS: readonly LogChip['kind'][] = [...PLAIN, ...FIELD];

/** Longer ones do not fit into an address that every proxy carries. */
const MAX_CHIPS = 40;

/** Chips of an address; what is no chip is left out. */
export function readChips(search: URLSearchParams): LogChip[] {
  const chips: LogChip[] = [];
  for (const [key, text] of search) {
    const plain = PLAIN.find(kind => kind === key);
    const field = FIELD.find(kind => kind === key);
    if (plain && (text || plain === 'level')) {
      chips.push({ kind: plain, value: text });
    } else if (field) {
      // Names of fields hold no `=`; values may.
      const end = text.indexOf('=');
      if (end > 0) {
        chips.push({
          kind: field,
          name: text.slice(0, end),
          value: text.slice(end + 1),
        });
      }
    }
  }
  return chips.slice(0, MAX_CHIPS);
}

/** Replaces the chips of an address. */
export function writeChips(
  search: URLSearchParams,
  chips: readonly LogChip[],
): URLSearchParams {
  const after = new URLSearchParams(search);
  CHIP_PARAMETERS.forEach(key => after.delete(key));
  for (const chip of chips) {
    after.append(
      chip.kind,
      'name' in chip ? `${chip.name}=${chip.value}` : chip.value,
    );
  }
  return after;
}

/** Chips of one kind for one field are alternatives; all else holds together. */
export function toLogFilter(chips: readonly LogChip[]): LogFilter {
  const filter: Required<LogFilter> = {
    phrases: [],
    excludedPhrases: [],
    levels: [],
    fields: [],
  };
  for (const chip of chips) {
    if (chip.kind === 'phrase') {
      filter.phrases.push(chip.value);
    } else if (chip.kind === 'not') {
      filter.excludedPhrases.push(chip.value);
    } else if (chip.kind === 'level') {
      filter.levels.push(chip.value);
    } else {
      const match = chip.kind.startsWith('starts') ? 'prefix' : undefined;
      const exclude = chip.kind.endsWith('not') || undefined;
      const same = filter.fields.find(
        field =>
          field.name === chip.name &&
          field.match === match &&
          field.exclude === exclude,
      );
      if (same) {
        same.values.push(chip.value);
      } else {
        filter.fields.push({
          name: chip.name,
          values: [chip.value],
          ...(match && { match }),
          ...(exclude && { exclude }),
        });
      }
    }
  }
  return Object.fromEntries(
    Object.entries(filter).filter(([, parts]) => parts.length > 0),
  );
}

/** The other way round, for filters that the backend made. */
export function toChips(filter: LogFilter): LogChip[] {
  return [
    ...(filter.phrases ?? []).map(value => ({
      kind: 'phrase' as const,
      value,
    })),
    ...(filter.excludedPhrases ?? []).map(value => ({
      kind: 'not' as const,
      value,
    })),
    ...(filter.levels ?? []).map(value => ({ kind: 'level' as const, value })),
    ...(filter.fields ?? []).flatMap(({ name, values, match, exclude }) =>
      values.map(value => ({
        kind: fieldKind(match, exclude),
        name,
        value,
      })),
    ),
  ];
}

function fieldKind(match: 'exact' | 'prefix' | undefined, exclude?: boolean) {
  const [included, excluded] =
    match === 'prefix'
      ? (['starts', 'startsnot'] as const)
      : (['is', 'isnot'] as const);
  return exclude ? excluded : included;
}

/** Both filters together, as one. */
export function bothFilters(a: LogFilter, b: LogFilter): LogFilter {
  return toLogFilter(withChips(toChips(a), toChips(b)));
}

/** With these as well, none twice. */
export function withChips(
  chips: readonly LogChip[],
  added: readonly LogChip[],
): LogChip[] {
  const known = new Set(chips.map(chipKey));
  return [...chips, ...added.filter(chip => !known.has(chipKey(chip)))];
}

/** Without this one. */
export function withoutChip(
  chips: readonly LogChip[],
  gone: LogChip,
): LogChip[] {
  return chips.filter(chip => chipKey(chip) !== chipKey(gone));
}

/** The same for chips that mean the same. */
export function chipKey(chip: LogChip): string {
  return JSON.stringify([
    chip.kind,
    'name' in chip ? chip.name : '',
    chip.value,
  ]);
}

const WORDS: Record<LogChip['kind'], string> = {
  phrase: 'contains',
  not: 'without',
  level: 'level',
  is: 'is',
  isnot: 'is not',
  starts: 'starts with',
  startsnot: 'does not start with',
};

/** `contains “timeout”`, `pod is checkout-1`. */
export function chipText(chip: LogChip): string {
  if ('name' in chip) {
    return `${chip.name} ${WORDS[chip.kind]} ${chip.value || '(empty)'}`;
  }
  return chip.kind === 'level'
    ? `level ${chip.value || '(none)'}`
    : `${WORDS[chip.kind]} “${chip.value}”`;
}
