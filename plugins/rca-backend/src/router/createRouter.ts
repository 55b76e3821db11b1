import {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { NotFoundError, toError } from '@backstage/errors';
import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { renderReportMarkdown } from '@internal/plugin-rca-common';
import express, { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { DefaultInvestigationService } from '../service/DefaultInvestigationService';
import { listQuery, parseRequest } from '../service/requests';

const MAX_BODY = '16kb';

/**
 * The routes of `@internal/plugin-rca-common`: who calls, a valid request, the
 * service (which authorises), and one record in the audit for each.
 * @internal
 */
export async function createRouter(options: {
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  service: DefaultInvestigationService;
}): Promise<Router> {
  const { httpAuth, auditor, service } = options;
  const router = PromiseRouter();
  router.use(express.json({ limit: MAX_BODY }));

  /** Runs a request as its user, with its outcome on the record. */
  async function audited<T>(
    request: Request,
    event: { eventId: string; severityLevel: 'low' | 'medium'; id?: string },
    work: (caller: { credentials: BackstageCredentials }) => Promise<T>,
  ): Promise<T> {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    const record = await auditor.createEvent({
      eventId: event.eventId,
      severityLevel: event.severityLevel,
      request,
      meta: event.id ? { investigationId: event.id } : {},
    });
    try {
      const result = await work({ credentials });
      await record.success();
      return result;
    } catch (error) {
      await record.fail({ error: toError(error) });
      throw error;
    }
  }

  router.post('/investigations', async (req, res) => {
    const investigation = await audited(
      req,
      { eventId: 'investigation-start', severityLevel: 'medium' },
      caller => service.start(req.body, caller),
    );
    res.status(201).json(investigation);
  });

  router.get('/investigations', async (req, res) => {
    const list = await audited(
      req,
      { eventId: 'investigation-list', severityLevel: 'low' },
      caller => {
        const { entityRef, ...query } = parseRequest(listQuery, req.query);
        return service.list(
          { ...query, ...(entityRef && { entityRef: fullRef(entityRef) }) },
          caller,
        );
      },
    );
    res.json(list);
  });

  router.get('/investigations/:id', async (req, res) => {
    const { id } = req.params;
    const investigation = await audited(
      req,
      { eventId: 'investigation-read', severityLevel: 'low', id },
      caller => service.get(id, caller),
    );
    res.json(investigation);
  });

  router.get('/investigations/:id/report.md', async (req, res) => {
    const { id } = req.params;
    const { report } = await audited(
      req,
      { eventId: 'investigation-export', severityLevel: 'low', id },
      caller => service.get(id, caller),
    );
    if (!report) {
      throw new NotFoundError(`Investigation '${id}' has no report yet`);
    }
    res
      .type('text/markdown; charset=utf-8')
      // Text from telemetry is in it: no browser may guess that it is a page.
      .set('X-Content-Type-Options', 'nosniff')
      .set('Content-Disposition', `attachment; filename="rca-${id}.md"`)
      .send(renderReportMarkdown(report));
  });

  router.post('/investigations/:id/cancel', async (req, res) => {
    const { id } = req.params;
    await audited(
      req,
      { eventId: 'investigation-cancel', severityLevel: 'medium', id },
      caller => service.cancel(id, caller),
    );
    res.status(204).end();
  });

  return router;
}

function fullRef(text: string): string {
  return stringifyEntityRef(parseEntityRef(text, { defaultKind: 'component' }));
}
