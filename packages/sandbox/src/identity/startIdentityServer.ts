import express from 'express';
import PromiseRouter from 'express-promise-router';
import { randomBytes } from 'node:crypto';
import { PAGE_SECURITY_POLICY, renderErrorPage } from '../control/html';
import { listen, Listening } from '../control/listen';
import type { Person } from '../types';
import { createProvider } from './createProvider';
import { Directory } from './Directory';
import { createZitadelApi } from './createZitadelApi';
import { renderSignInPage } from './pages';
import { ORGANISATION, PROJECT_ID } from './zitadelClaims';

const CALLBACK_PATH = '/api/auth/zitadel/handler/frame';

/** What an application needs to know to let people sign in. */
export type IdentityServer = Listening & {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Opens ZITADEL's search for users and grants. */
  serviceToken: string;
  organizationId: string;
  projectId: string;
  /** Changes show at the next sign-in, refresh or search. */
  directory: Directory;
};

/** Serves the OpenID provider, its sign-in page, and ZITADEL's search for users and grants. */
export async function startIdentityServer(options: {
  host: string;
  port: number;
  people: Person[];
  /** Where the portal answers: its callback is the only address that people are sent to. */
  portalUrls: string[];
}): Promise<IdentityServer> {
  const clientId = '300000000000000300@backstage';
  const clientSecret = randomBytes(32).toString('base64url');
  const serviceToken = randomBytes(32).toString('base64url');
  const directory = new Directory(options.people);
  const origins = options.portalUrls.map(url => url.replace(/\/+$/, ''));
  let issuer = '';
  const listening = await listen(options, url => {
    issuer = toIssuer(url);
    const provider = createProvider({
      issuer,
      directory,
      client: {
        client_id: clientId,
        client_secret: clientSecret,
        client_name: 'Backstage',
        redirect_uris: origins.map(origin => `${origin}${CALLBACK_PATH}`),
        post_logout_redirect_uris: origins,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    });
    const app = express();
    app.disable('x-powered-by');
    app.use(createSignInRouter(provider, directory));
    app.use(createZitadelApi({ directory, serviceToken }));
    app.use(provider.callback());
    return app;
  });
  return {
    ...listening,
    issuer,
    clientId,
    clientSecret,
    serviceToken,
    organizationId: ORGANISATION.id,
    projectId: PROJECT_ID,
    directory,
  };
}

/**
 * Backstage sends browsers to a sign-out page at https addresses and at
 * `localhost` only, not at other names of this machine.
 */
function toIssuer(url: string): string {
  return url.replace('//127.0.0.1:', '//localhost:');
}

function createSignInRouter(
  provider: ReturnType<typeof createProvider>,
  directory: Directory,
) {
  const router = PromiseRouter();
  router.use('/ui/login', (_req, res, next) => {
    res.set('cache-control', 'no-store');
    res.set('content-security-policy', PAGE_SECURITY_POLICY);
    next();
  });
  router.get('/ui/login/:uid', async (req, res) => {
    const { prompt } = await provider.interactionDetails(req, res);
    if (prompt.name === 'consent') {
      await provider.interactionFinished(
        req,
        res,
        { consent: {} },
        { mergeWithLastSubmission: true },
      );
      return;
    }
    res.send(renderSignInPage(directory.list(), req.path));
  });
  router.post(
    '/ui/login/:uid',
    express.urlencoded({ extended: false, limit: '1kb' }),
    async (req, res) => {
      const person = directory.find(String(req.body.username));
      if (!person) {
        res
          .status(400)
          .send(
            renderErrorPage(
              'Nobody was chosen',
              'Go back and choose a person.',
            ),
          );
        return;
      }
      await provider.interactionDetails(req, res);
      await provider.interactionFinished(req, res, {
        login: {
          accountId: person.id,
          remember: true,
          amr: req.body.factors === 'one' ? ['pwd'] : ['pwd', 'otp', 'mfa'],
        },
      });
    },
  );
  // Most often a page that was left open for longer than the sign-in lives.
  router.use('/ui/login', ((_error, _req, res, _next) => {
    res
      .status(400)
      .send(
        renderErrorPage(
          'This sign-in has expired',
          'Go back to the portal and sign in again.',
        ),
      );
  }) as express.ErrorRequestHandler);
  return router;
}
