import { Router } from 'express';
import { AnomalyService } from '../anomalies/AnomalyService';
import {
  createMuteRequest,
  listAnomaliesQuery,
  listMutesQuery,
} from '../anomalies/requests';
import { Endpoints } from './Endpoints';
import { parseRequest } from './requests';

/** @internal */
export function addAnomalyRoutes(
  router: Router,
  options: { endpoints: Endpoints; anomalies: AnomalyService },
): void {
  const { endpoints, anomalies } = options;
  router.get(
    '/anomalies',
    endpoints.plain({ eventId: 'anomaly-list' }, ({ request, credentials }) =>
      anomalies.list(
        parseRequest(listAnomaliesQuery, request.query),
        credentials,
      ),
    ),
  );
  router.get(
    '/anomalies/mutes',
    endpoints.plain(
      { eventId: 'anomaly-mute-list' },
      ({ request, credentials }) =>
        anomalies.listMutes(
          parseRequest(listMutesQuery, request.query),
          credentials,
        ),
    ),
  );
  router.post(
    '/anomalies/mutes',
    endpoints.plain(
      { eventId: 'anomaly-mute', severityLevel: 'medium' },
      async ({ request, response, credentials }) => {
        const mute = await anomalies.createMute(
          parseRequest(createMuteRequest, request.body),
          credentials,
        );
        response.status(201);
        return mute;
      },
    ),
  );
  router.delete(
    '/anomalies/mutes/:id',
    endpoints.plain(
      { eventId: 'anomaly-unmute', severityLevel: 'medium' },
      async ({ request, response, credentials }) => {
        await anomalies.deleteMute(request.params.id, credentials);
        response.status(204).end();
      },
    ),
  );
}
