import { ObservabilityService } from '@internal/plugin-observability-node';
import { Router } from 'express';
import { TelemetryAccess } from '../access/TelemetryAccess';
import { loadTrace, searchTraces } from '../traces/loadTraces';
import { Endpoints } from './Endpoints';
import { requests } from './requests';

/** @internal */
export function addTraceRoutes(
  router: Router,
  options: {
    endpoints: Endpoints;
    access: TelemetryAccess;
    observability: ObservabilityService;
  },
): void {
  const { endpoints, access, observability } = options;
  router.post(
    '/traces/search',
    endpoints.aboutTarget(
      { eventId: 'trace-search' },
      requests.traceSearch,
      ({ target, body, signal }) => {
        const { window, operation, minDuration, onlyErrors, limit } = body;
        return access.ask({
          target,
          store: 'traces',
          signal,
          work: () =>
            searchTraces({
              ...{ target, observability, signal, window, limit },
              ...{ operation, minDuration, onlyErrors },
            }),
        });
      },
    ),
  );
  router.post(
    '/traces/trace',
    endpoints.aboutTarget(
      { eventId: 'trace-read' },
      requests.trace,
      ({ target, body: { traceId }, signal }) =>
        access.ask({
          target,
          store: 'traces',
          signal,
          work: () => loadTrace({ target, observability, traceId, signal }),
        }),
    ),
  );
}
