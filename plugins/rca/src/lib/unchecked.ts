import { Unchecked } from '@internal/plugin-rca-common';

/** Reasons that belong to the reader's rights: looking again changes nothing. */
const REASONS_OF_ACCESS = ['foreign-namespace', 'forbidden'];

/** Reasons that belong to the portal's setup: neither the reader nor another try changes anything. */
const REASONS_OF_SETUP = ['no-manifests', 'not-installed'];

/** The same gap, named once for all sources that have it. */
export type UncheckedGroup = { sources: string[]; message: string };

/** Splits what could not be read into what may come back, what the reader may not see, and what is not set up. */
export function groupUnchecked(unchecked: Unchecked[]): {
  failed: UncheckedGroup[];
  outside: UncheckedGroup[];
  absent: UncheckedGroup[];
} {
  const of = (reasons: string[]) =>
    byMessage(unchecked.filter(({ reason }) => reasons.includes(reason)));
  const known = [...REASONS_OF_ACCESS, ...REASONS_OF_SETUP];
  return {
    failed: byMessage(
      unchecked.filter(({ reason }) => !known.includes(reason)),
    ),
    outside: of(REASONS_OF_ACCESS),
    absent: of(REASONS_OF_SETUP),
  };
}

function byMessage(unchecked: Unchecked[]): UncheckedGroup[] {
  const groups = new Map<string, Set<string>>();
  for (const { source, message } of unchecked) {
    groups.set(message, (groups.get(message) ?? new Set()).add(source));
  }
  return [...groups].map(([message, sources]) => ({
    message,
    sources: [...sources],
  }));
}
