import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { LazyProvider } from './LazyProvider';

/**
 * `GET /zitadel/status`: whether people can sign in, by environment. The portal is
 * ready without its identity provider, so the readiness probe does not tell.
 * Open to everybody, as it is asked by people who could not sign in; it says no
 * more than trying would.
 */
export function createStatusRouter(
  providers: ReadonlyMap<string, LazyProvider>,
): Router {
  const router = PromiseRouter();
  router.get('/zitadel/status', (_req, res) => {
    res.set('cache-control', 'no-store').json({
      environments: Object.fromEntries(
        [...providers].map(([name, provider]) => [name, provider.status]),
      ),
    });
  });
  return router;
}
