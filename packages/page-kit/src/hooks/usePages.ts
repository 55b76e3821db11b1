import { useState } from 'react';
import { Loaded, useLoad } from './useLoad';

/** One page of a list with the way to the pages before and after it. @public */
export type Paged<T> = Loaded<T> & {
  /** From 1. */
  page: number;
  onNextPage?: () => void;
  onPreviousPage?: () => void;
};

/** Pages through a list by cursor. @public */
export function usePages<T extends { nextCursor?: string }>(options: {
  /** What the list is narrowed to; another one starts at the first page again. */
  filter: string;
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<T>;
  repeatMs?: (value: T | undefined, error?: Error) => number | undefined;
}): Paged<T> {
  const { filter, load, repeatMs } = options;
  const [position, setPosition] = useState<{
    filter: string;
    /** Cursor of each page after the first, up to the one that is shown. */
    cursors: string[];
  }>({ filter, cursors: [] });
  if (position.filter !== filter) {
    setPosition({ filter, cursors: [] });
  }
  const cursors = position.filter === filter ? position.cursors : [];
  const cursor = cursors[cursors.length - 1];

  const loaded = useLoad({
    key: `${filter} ${cursor ?? ''}`,
    load: signal => load(cursor, signal),
    repeatMs,
  });
  const nextCursor = loaded.value?.nextCursor;

  return {
    ...loaded,
    page: cursors.length + 1,
    onNextPage: nextCursor
      ? () => setPosition({ filter, cursors: [...cursors, nextCursor] })
      : undefined,
    onPreviousPage:
      cursors.length > 0
        ? () => setPosition({ filter, cursors: cursors.slice(0, -1) })
        : undefined,
  };
}
