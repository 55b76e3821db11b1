import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Loaded, useLoad } from '@internal/page-kit';
import {
  LogLine,
  LogLines,
  LogsRequest,
} from '@internal/plugin-observability-common';
import { useEffect, useRef, useState } from 'react';
import { observabilityApiRef } from '../api';

const PAGE_LINES = 200;
/** More lines at once make a page slow; who needs more narrows the window or exports. */
const MAX_LINES = 2_000;

/** Lines from the newest on, and the way to older ones. */
export type OlderLines = Loaded<LogLines> & {
  lines: readonly LogLine[];
  /** Absent where there are no older ones, or as many are shown as a page bears. */
  loadOlder?: () => void;
  loadingOlder: boolean;
  olderError?: Error;
  /** There are older ones than a page bears. */
  full: boolean;
};

/** Reads lines page by page; another key starts at the newest again. */
export function useLogLines(options: {
  key: string;
  request: LogsRequest;
}): OlderLines {
  const { key, request } = options;
  const api = useApi(observabilityApiRef);
  const first = useLoad({
    key,
    load: signal =>
      api.getLogLines({ ...request, limit: PAGE_LINES }, { signal }),
  });
  const [older, setOlder] = useState<{
    of?: LogLines;
    lines: LogLine[];
    nextCursor?: string;
    loading: boolean;
    error?: Error;
  }>({ lines: [], loading: false });
  const running = useRef<AbortController>();
  useEffect(() => () => running.current?.abort(), [first.value]);

  // What was loaded onto another first page belongs to that one.
  const mine = older.of === first.value ? older : undefined;
  const lines = [...(first.value?.lines ?? []), ...(mine?.lines ?? [])];
  const cursor = mine ? mine.nextCursor : first.value?.nextCursor;
  const full = cursor !== undefined && lines.length >= MAX_LINES;

  const loadOlder = async () => {
    const controller = new AbortController();
    running.current?.abort();
    running.current = controller;
    const base = {
      of: first.value,
      lines: mine?.lines ?? [],
      nextCursor: cursor,
    };
    setOlder({ ...base, loading: true });
    try {
      const page = await api.getLogLines(
        { ...request, limit: PAGE_LINES, cursor },
        { signal: controller.signal },
      );
      if (!controller.signal.aborted) {
        setOlder({
          of: first.value,
          lines: [...base.lines, ...page.lines],
          nextCursor: page.nextCursor,
          loading: false,
        });
      }
    } catch (error) {
      if (!controller.signal.aborted) {
        setOlder({ ...base, loading: false, error: toError(error) });
      }
    }
  };

  return {
    ...first,
    lines,
    loadOlder: cursor !== undefined && !full ? loadOlder : undefined,
    loadingOlder: mine?.loading ?? false,
    olderError: mine?.error,
    full,
  };
}
