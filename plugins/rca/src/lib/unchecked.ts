import { Unchecked } from '@internal/plugin-rca-common';

/** Reasons that belong to the reader's rights: looking again changes nothing. */
const REASONS_OF_ACCESS = ['foreign-namespace', 'forbidden'];

/** The same gap, named once for all sources that have it. */
export type UncheckedGroup = { sources: string[]; message: string };

/** Splits what could not be read into what may come back and what the reader may not see. */
export function groupUnchecked(unchecked: Unchecked[]): {
  failed: UncheckedGroup[];
  outside: UncheckedGroup[];
} {
  const isOutside = ({ reason }: Unchecked) =>
    REASONS_OF_ACCESS.includes(reason);
  return {
    failed: byMessage(unchecked.filter(item => !isOutside(item))),
    outside: byMessage(unchecked.filter(isOutside)),
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
