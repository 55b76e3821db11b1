import { HttpAuthService } from '@backstage/backend-plugin-api';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ZitadelEntityProvider } from './ZitadelEntityProvider';

/**
 * `GET /zitadel/status`: how fresh people and groups are, by entry of the
 * configuration. For everybody who is signed in, as it explains what they see;
 * how many people there are and what went wrong in detail is in the log.
 */
export function createStatusRouter(options: {
  providers: ReadonlyMap<string, ZitadelEntityProvider>;
  httpAuth: HttpAuthService;
}): Router {
  const router = PromiseRouter();
  router.get('/zitadel/status', async (req, res) => {
    await options.httpAuth.credentials(req, { allow: ['user', 'service'] });
    const entries = [...options.providers].map(([id, provider]) => {
      const { stale, lastSuccess, lastFullSync, failures } = provider.report();
      return [id, { stale, lastSuccess, lastFullSync, failures }] as const;
    });
    res
      .set('cache-control', 'no-store')
      .json({ providers: Object.fromEntries(entries) });
  });
  return router;
}
