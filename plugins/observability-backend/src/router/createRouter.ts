import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { ClusterService } from '@internal/plugin-cluster-node';
import { Target } from '@internal/plugin-observability-common';
import { ObservabilityService } from '@internal/plugin-observability-node';
import express, { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ReadableTarget, TelemetryAccess } from '../access/TelemetryAccess';
import { AnomalyService } from '../anomalies/AnomalyService';
import { LogQuestions } from '../logs/LogQuestions';
import { loadMarks } from '../marks/loadMarks';
import { MetricQuestions } from '../metrics/MetricQuestions';
import { addAnomalyRoutes } from './anomalyRoutes';
import { Endpoints } from './Endpoints';
import { addLogRoutes } from './logRoutes';
import { addMetricRoutes } from './metricRoutes';
import { requests } from './requests';
import { addTraceRoutes } from './traceRoutes';

/** A query and a filter at their limits fit. */
const MAX_BODY = '128kb';

/** The routes of `@internal/plugin-observability-common`. @internal */
export async function createRouter(options: {
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  access: TelemetryAccess;
  clusters: ClusterService;
  observability: ObservabilityService;
  logs: LogQuestions;
  metrics: MetricQuestions;
  anomalies: AnomalyService;
}): Promise<Router> {
  const { anomalies, clusters, observability } = options;
  const endpoints = new Endpoints(options);
  const router = PromiseRouter();
  router.use(express.json({ limit: MAX_BODY }));

  router.get(
    '/target',
    endpoints.aboutTarget(
      { eventId: 'target-read' },
      requests.target,
      async ({ target }) => toTarget(target, observability),
      request => request.query,
    ),
  );
  router.post(
    '/marks',
    endpoints.aboutTarget(
      { eventId: 'marks-read' },
      requests.marks,
      async ({ target, body: { window }, credentials, signal }) => {
        const [{ marks, problems }, onsets] = await Promise.all([
          loadMarks({ clusters, target, window, signal }),
          anomalies.marksOf(target, window, credentials),
        ]);
        const sorted = [...marks, ...onsets].sort(
          (a, b) => Date.parse(a.time) - Date.parse(b.time),
        );
        return { marks: sorted, problems };
      },
    ),
  );
  addLogRoutes(router, { ...options, endpoints });
  addMetricRoutes(router, { ...options, endpoints });
  addAnomalyRoutes(router, { ...options, endpoints });
  addTraceRoutes(router, { ...options, endpoints });
  return router;
}

function toTarget(
  { entityRef, cluster, namespace, service }: ReadableTarget,
  observability: ObservabilityService,
): Target {
  return {
    ...{ entityRef, cluster, namespace, service },
    stores: {
      ...(observability.has(cluster, 'logs') && {
        logs: {
          language: observability.logs(cluster).language,
          traceIdField: observability.vocabulary(cluster).logs.traceId,
        },
      }),
      ...(observability.has(cluster, 'metrics') && {
        metrics: { language: observability.metrics(cluster).language },
      }),
      ...(observability.has(cluster, 'traces') && { traces: {} }),
    },
  };
}
