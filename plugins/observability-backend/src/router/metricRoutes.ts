import { MetricPanelList } from '@internal/plugin-observability-common';
import { Router } from 'express';
import { panels, toInfo } from '../metrics/catalogue';
import { MetricQuestions } from '../metrics/MetricQuestions';
import { Endpoints } from './Endpoints';
import { requests } from './requests';

/** @internal */
export function addMetricRoutes(
  router: Router,
  options: { endpoints: Endpoints; metrics: MetricQuestions },
): void {
  const { endpoints, metrics } = options;
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
      ({ target, body: { window, panel }, signal }) =>
        metrics.panel({ target, window, panel, signal }),
    ),
  );
  router.post(
    '/metrics/query',
    endpoints.aboutTarget(
      { eventId: 'metric-query' },
      requests.metricQuery,
      ({ target, body: { window, query, stepSeconds }, signal }) =>
        metrics.query({ target, window, query, stepSeconds, signal }),
    ),
  );
  router.post(
    '/metrics/names',
    endpoints.aboutTarget(
      { eventId: 'metric-names-read' },
      requests.metricNames,
      ({ target, body: { window, label }, signal }) =>
        metrics.names({ target, window, label, signal }),
    ),
  );
}
