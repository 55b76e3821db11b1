import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';

/** Bodies hold the name of an entity or the entity, nothing large. */
const MAX_BODY = '1mb';

/** The routes of the stock plugin that are open; a route it adds tomorrow is not. */
const OPEN_ROUTES = [
  /^GET \/clusters$/,
  /^POST \/services\/[^/]+$/,
  /^POST \/resources\/workloads\/query$/,
  /^POST \/resources\/custom\/query$/,
];

/** As broad as any router could read it: what looks like the proxy is the proxy. */
const PROXY = /^[/\\]*proxy(?:[/\\?;]|$)/i;

/**
 * Layer 3: closes the proxy, which carries any verb and any header to a cluster,
 * and lets only people through to the rest.
 *
 * @internal
 */
export function createTenantRouter(options: {
  stock: express.Router;
  /** Our own routes, which look after themselves. */
  namespaces: express.Router;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): express.Router {
  const { stock, namespaces, httpAuth, auditor } = options;
  const router = Router();

  router.use(async (req, _res, next) => {
    if (!PROXY.test(decodePath(req.path))) {
      next();
      return;
    }
    const error = new NotAllowedError(
      'The Kubernetes proxy is closed to everybody',
    );
    const event = await auditor.createEvent({
      eventId: 'kubernetes-proxy',
      severityLevel: 'medium',
      request: req,
    });
    await event.fail({ error });
    throw error;
  });

  router.use(namespaces);

  router.use(async (req, res, next) => {
    const route = `${req.method} ${req.path}`;
    // Not ours: actions and permission metadata are served beside the stock router.
    if (!OPEN_ROUTES.some(open => open.test(route))) {
      next('router');
      return;
    }
    await httpAuth.credentials(req, { allow: ['user'] });
    express.json({ limit: MAX_BODY })(req, res, next);
  });

  // The stock route reads properties of an entity that need not be there.
  router.post('/services/:serviceId', (req, _res, next) => {
    if (!req.body?.entity) throw new InputError('entity is a required field');
    next();
  });

  router.use(stock);
  return router;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
