import { Router } from 'express';

/** By these, a server behind a proxy is told who somebody is. */
const IDENTITY_HEADER =
  /^(?:impersonate-|x-remote-|backstage-kubernetes-authorization)/i;

/**
 * Refuses routes that no permission protects, and removes headers that claim an identity.
 * @internal
 */
export function createGuard(): Router {
  const guard = Router();
  guard.use((req, _res, next) => {
    for (const name of Object.keys(req.headers)) {
      if (IDENTITY_HEADER.test(name)) {
        delete req.headers[name];
      }
    }
    // Whoever passes the request on by its raw headers must not bring them back.
    for (let i = req.rawHeaders.length - 2; i >= 0; i -= 2) {
      if (IDENTITY_HEADER.test(req.rawHeaders[i])) {
        req.rawHeaders.splice(i, 2);
      }
    }
    next();
  });
  // Nested as the routes behind are, so that Express takes the same spellings for it:
  // `/api/catalog//.backstage/…` matches there too, but would not match one long path.
  const plugin = Router();
  guard.use('/api/:plugin', plugin);
  plugin.use('/.backstage/scheduler', (_req, res) => {
    res.status(403).json({
      error: {
        name: 'NotAllowedError',
        message: 'Background tasks are not steered over HTTP',
      },
      response: { statusCode: 403 },
    });
  });
  return guard;
}
