import { MetricPanel } from '@internal/plugin-observability-common';
import { useCallback, useState } from 'react';

/** How far a panel is: nothing while it is being read. */
export type PanelState = { value?: MetricPanel; error?: Error };

/** What the panels of a page know so far, by their ids. */
export type PanelStates = Readonly<Record<string, PanelState>>;

/** Gathers what each panel found, for what is said of all of them. */
export function usePanelStates() {
  const [states, setStates] = useState<PanelStates>({});
  const report = useCallback(
    (id: string, { value, error }: PanelState) =>
      setStates(before => ({ ...before, [id]: { value, error } })),
    [],
  );
  return { states, report };
}
