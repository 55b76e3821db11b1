import { NotFoundError } from '@backstage/errors';
import { MetricPanelList } from '@internal/plugin-observability-common';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { Router } from 'express';
import { ReadableTarget, TelemetryAccess } from '../access/TelemetryAccess';
import { findPanel, panels, toInfo } from '../metrics/catalogue';
import { loadNames, loadQuery } from '../metrics/loadMetrics';
import { loadPanel } from '../metrics/loadPanel';
import { Endpoints } from './Endpoints';
import { requests } from './requests';

/** @internal */
export function addMetricRoutes(
  router: Router,
  options: {
    endpoints: Endpoints;
    access: TelemetryAccess;
    observability: ObservabilityService;
  },
): void {
  const { endpoints, access, observability } = options;
  const ask = <T>(
    call: { target: ReadableTarget; signal: AbortSignal },
    work: () => Promise<T>,
  ) =>
    access.ask({
      target: call.target,
      store: 'metrics',
      signal: call.signal,
      work,
    });

  router.get(
    '/metrics/panels',
    endpoints.plain(
      { eventId: 'metric-panels-list' },
      async (): Promise<MetricPanelList> => ({ panels: panels.map(toInfo) }),
    ),
  );
  router.post(
    '/metrics/panel',
    endpoints.aboutTarget(
      { eventId: 'metric-panel-read' },
      requests.metricPanel,
      call => {
        const { target, body, signal } = call;
        const panel = findPanel(body.panel);
        if (!panel) {
          throw new NotFoundError(
            `Panel '${body.panel}' not found, GET metrics/panels lists them`,
          );
        }
        return ask(call, () =>
          loadPanel({
            panel,
            subject: target,
            scope: target.scope,
            window: body.window,
            observability,
            signal,
          }),
        );
      },
    ),
  );
  router.post(
    '/metrics/query',
    endpoints.aboutTarget(
      { eventId: 'metric-query' },
      requests.metricQuery,
      call => {
        const { target, body, signal } = call;
        return ask(call, () =>
          loadQuery({ ...body, target, observability, signal }),
        );
      },
    ),
  );
  router.post(
    '/metrics/names',
    endpoints.aboutTarget(
      { eventId: 'metric-names-read' },
      requests.metricNames,
      call => {
        const { target, body, signal } = call;
        return ask(call, () =>
          loadNames({ ...body, target, observability, signal }),
        );
      },
    ),
  );
}
