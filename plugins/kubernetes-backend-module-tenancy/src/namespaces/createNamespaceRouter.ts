import {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import { kubernetesResourcesReadPermission } from '@backstage/plugin-kubernetes-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express, { Request, Response } from 'express';
import Router from 'express-promise-router';
import { NamespaceReader } from './NamespaceReader';
import { eventsRequest, logRequest, parse } from './requests';

const NAMESPACE = '/clusters/:cluster/namespaces/:namespace';

/**
 * What the closed proxy was good for, each as a route that can do nothing else:
 * the log of a pod and the events of a namespace.
 *
 * @internal
 */
export function createNamespaceRouter(options: {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  auditor: AuditorService;
  reader: NamespaceReader;
}): express.Router {
  const { httpAuth, permissions, auditor, reader } = options;
  const router = Router();

  /** Who calls, may they at all, a valid request, and the outcome on the record. */
  async function audited<T>(
    what: { req: Request; res: Response; eventId: string },
    work: (caller: {
      credentials: Awaited<ReturnType<HttpAuthService['credentials']>>;
      signal: AbortSignal;
    }) => Promise<T>,
  ): Promise<void> {
    const { req, res, eventId } = what;
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const event = await auditor.createEvent({
      eventId,
      severityLevel: 'low',
      request: req,
      meta: { ...req.params },
    });
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    try {
      const [decision] = await permissions.authorize(
        [{ permission: kubernetesResourcesReadPermission }],
        { credentials },
      );
      if (decision.result !== AuthorizeResult.ALLOW) {
        throw new NotAllowedError('You may not read workloads');
      }
      const answer = await work({ credentials, signal: gone.signal });
      await event.success();
      res.json(answer);
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
  }

  router.get(`${NAMESPACE}/pods/:pod/log`, (req, res) =>
    audited({ req, res, eventId: 'pod-log-read' }, caller =>
      reader.log(parse(logRequest, req), caller),
    ),
  );

  router.get(`${NAMESPACE}/events`, (req, res) =>
    audited({ req, res, eventId: 'events-read' }, caller =>
      reader.events(parse(eventsRequest, req), caller),
    ),
  );

  return router;
}
