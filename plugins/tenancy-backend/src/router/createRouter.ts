import {
  AuditorService,
  AuditorServiceEventSeverityLevel,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  accessRequestPermission,
  namespaceListPermission,
} from '@internal/plugin-tenancy-common';
import express, { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { AccessRequestService } from '../service/AccessRequestService';
import { AccessService } from '../service/AccessService';
import { Caller, CallerService } from '../service/CallerService';
import { FlaggedEntities } from '../service/FlaggedEntities';
import { NamespaceDirectory } from '../service/NamespaceDirectory';
import {
  accessQuery,
  accessRequestBody,
  explainQuery,
  namespacesQuery,
  pageQuery,
  parseRequest,
} from './requests';

const MAX_BODY = '16kb';

/**
 * The HTTP API of `tenancy-common`'s `api.ts`: who calls, whether they may, a valid
 * request, the service, and one record in the audit for each.
 * @internal
 */
export async function createRouter(options: {
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  callers: CallerService;
  access: AccessService;
  requests: AccessRequestService;
  directory: NamespaceDirectory;
  flagged: FlaggedEntities;
}): Promise<Router> {
  const { httpAuth, auditor, callers, access, requests, directory, flagged } =
    options;
  const router = PromiseRouter();
  router.use(express.json({ limit: MAX_BODY }));

  /** Runs a request as its user, with its outcome on the record. */
  async function audited<T>(
    request: Request,
    eventId: string,
    work: (caller: Caller) => Promise<T>,
    severityLevel: AuditorServiceEventSeverityLevel = 'low',
  ): Promise<T> {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    const event = await auditor.createEvent({
      eventId,
      severityLevel,
      request,
    });
    try {
      const result = await work(await callers.resolve(credentials));
      await event.success();
      return result;
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
  }

  router.get('/access', async (req, res) => {
    res.json(
      await audited(req, 'access-overview', caller =>
        access.overview(caller, parseRequest(accessQuery, req.query)),
      ),
    );
  });

  router.get('/explain', async (req, res) => {
    res.json(
      await audited(req, 'access-explain', caller =>
        access.explain(caller, parseRequest(explainQuery, req.query)),
      ),
    );
  });

  router.post('/access-requests', async (req, res) => {
    const answer = await audited(
      req,
      'access-request',
      async caller => {
        await callers.require(caller, accessRequestPermission);
        return requests.create(
          caller,
          parseRequest(accessRequestBody, req.body),
        );
      },
      'medium',
    );
    res.status(202).json(answer);
  });

  router.get('/namespaces', async (req, res) => {
    res.json(
      await audited(req, 'namespace-directory', async caller => {
        await callers.require(caller, namespaceListPermission);
        return directory.list(parseRequest(namespacesQuery, req.query));
      }),
    );
  });

  router.get('/namespaces/:cluster/:namespace/access', async (req, res) => {
    const { cluster, namespace } = req.params;
    res.json(
      await audited(req, 'namespace-access-report', async caller =>
        directory.report(caller, {
          ...parseRequest(pageQuery, req.query),
          ...{ cluster, namespace },
          all: await callers.has(caller, namespaceListPermission),
        }),
      ),
    );
  });

  router.get('/flagged-entities', async (req, res) => {
    res.json(
      await audited(req, 'flagged-entities', async caller =>
        flagged.list(caller, {
          ...parseRequest(pageQuery, req.query),
          all: await callers.has(caller, namespaceListPermission),
        }),
      ),
    );
  });

  return router;
}
