import { useApi } from '@backstage/frontend-plugin-api';
import {
  Investigation,
  StartInvestigationRequest,
} from '@internal/plugin-rca-common';
import { useCallback, useState } from 'react';
import { rcaApiRef } from '../api';

/** Starts an investigation, once at a time, and keeps the error of the last attempt. */
export function useStart(onStarted: (investigation: Investigation) => void) {
  const api = useApi(rcaApiRef);
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<Error>();

  const start = useCallback(
    async (request: StartInvestigationRequest) => {
      setStarting(true);
      setError(undefined);
      try {
        onStarted(await api.start(request));
      } catch (cause) {
        setError(cause as Error);
      } finally {
        setStarting(false);
      }
    },
    [api, onStarted],
  );
  return { start, starting, error };
}
