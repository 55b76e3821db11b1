import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { authModuleZitadelProvider } from '../module';
import { Browser } from './Browser';

/** Where the provider sends people back to; the browser of the test goes on at the real port. */
export const CALLBACK = 'http://localhost:7007/api/auth/zitadel/handler/frame';
export const APP_URL = 'http://localhost:7007';
const XHR = { 'x-requested-with': 'XMLHttpRequest' };

/** What the provider shows a person before it sends them back. */
export type Interaction = (
  browser: Browser,
  page: Response,
  url: string,
) => Promise<Response>;

/** The real auth plugin with our module, and what people do with it. */
export class TestPortal {
  readonly #backend: Awaited<ReturnType<typeof startTestBackend>>;
  readonly logger: ReturnType<typeof mockServices.rootLogger.mock>;
  readonly events: object[];

  private constructor(
    backend: Awaited<ReturnType<typeof startTestBackend>>,
    events: object[],
    logger: ReturnType<typeof mockServices.rootLogger.mock>,
  ) {
    this.#backend = backend;
    this.events = events;
    this.logger = logger;
  }

  static async start(options: {
    knex: Awaited<ReturnType<TestDatabases['init']>>;
    /** Of the provider's environment `test`. */
    provider: object;
    /** Of `auth`. */
    auth?: object;
    /** Groups of the catalog's user with the id of alice. */
    memberOf?: string[];
  }): Promise<TestPortal> {
    const events: object[] = [];
    const { memberOf = [] } = options;
    const logger = mockServices.rootLogger.mock();
    logger.child.mockReturnValue(logger);
    const backend = await startTestBackend({
      features: [
        authPlugin,
        authModuleZitadelProvider,
        logger.factory,
        mockServices.database.factory({ knex: options.knex }),
        mockServices.auditor.mock({
          createEvent: async event => {
            events.push(event);
            return { success: async () => {}, fail: async () => {} };
          },
        }).factory,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'User',
              metadata: { name: '300000000000000001' },
              relations: memberOf.map(targetRef => ({
                type: 'memberOf',
                targetRef,
              })),
            },
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: APP_URL },
            auth: {
              environment: 'test',
              session: { secret: 'a secret of a test, long enough for it' },
              omitIdentityTokenOwnershipClaim: false,
              ...options.auth,
              providers: {
                zitadel: {
                  test: {
                    callbackUrl: CALLBACK,
                    roles: { organizationIds: 'all' },
                    ...options.provider,
                  },
                },
              },
            },
          },
        }),
      ],
    });
    return new TestPortal(backend, events, logger);
  }

  get authUrl(): string {
    return `http://127.0.0.1:${this.#backend.server.port()}/api/auth`;
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
  }

  /** Through the redirects and pages of the provider, back to the portal. */
  async signIn(options: { browser?: Browser; interact?: Interaction } = {}) {
    const { browser = new Browser(), interact } = options;
    const started = await browser.get(
      `${this.authUrl}/zitadel/start?env=test&scope=openid%20profile%20email%20offline_access`,
    );
    if (started.status !== 302) {
      return { status: started.status, error: (await started.json()).error };
    }
    const authorization = new URL(started.headers.get('location')!);
    let url = authorization.href;
    while (!url.startsWith(CALLBACK)) {
      let next = await browser.get(url);
      if (!next.headers.has('location')) {
        next = await interact!(browser, next, url);
      }
      url = new URL(next.headers.get('location')!, url).href;
    }
    const answer = await browser.get(
      `${this.authUrl}/zitadel/handler/frame${new URL(url).search}`,
    );
    return {
      ...(await readMessage(answer)),
      browser,
      authorization,
      cookies: answer.headers.getSetCookie(),
    };
  }

  async refresh(browser: Browser) {
    const url = `${this.authUrl}/zitadel/refresh?env=test`;
    const response = await browser.get(url, XHR);
    const body = await response.json();
    return { status: response.status, body, ...readIdentity(body) };
  }

  async signOut(browser: Browser) {
    const url = `${this.authUrl}/zitadel/logout?env=test`;
    const response = await browser.post(url, XHR);
    const text = await response.text();
    return { status: response.status, ...(text && JSON.parse(text)) };
  }

  async status() {
    const response = await fetch(`${this.authUrl}/zitadel/status`);
    return (await response.json()).environments.test;
  }
}

/** What the window of the provider posts to that of the portal. */
export async function readMessage(response: Response) {
  const [, encoded] = /decodeURIComponent\('([^']+)'\)/.exec(
    await response.text(),
  )!;
  const message = JSON.parse(decodeURIComponent(encoded));
  return { ...message, ...readIdentity(message.response) };
}

function readIdentity(body: { backstageIdentity?: { token: string } }): {
  claims?: Record<string, any>;
} {
  const { token } = body?.backstageIdentity ?? {};
  return token
    ? {
        claims: JSON.parse(
          Buffer.from(token.split('.')[1], 'base64url').toString(),
        ),
      }
    : {};
}
