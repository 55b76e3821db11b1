import { generateKeyPairSync } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

const CLAIMS = [
  'urn:zitadel:iam:org:project:roles',
  'urn:zitadel:iam:org:project:200:roles',
  'groups',
];

/** The certified `oidc-provider` with ZITADEL's claims: whoever asks is signed in as `userinfo.sub`. */
export class FakeZitadel {
  /** What the provider says about whoever signs in. */
  userinfo: Record<string, unknown> = { sub: '300000000000000001' };
  /** Whom userinfo names whatever the token says: what a broken cache would do. */
  impersonates?: string;
  readonly requests: string[] = [];
  #server?: Server;
  #port = 0;
  #provider?: Provider;
  readonly #redirectUri: string;
  readonly #privateKey = generateKeyPairSync('rsa', {
    modulusLength: 2048,
  }).privateKey.export({ format: 'jwk' });

  constructor(options: { redirectUri: string }) {
    this.#redirectUri = options.redirectUri;
  }

  get issuer(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Takes a port, so that the issuer is known; the provider is down until it is started. */
  async listen(): Promise<void> {
    this.#server = createServer(async (req, res) => {
      const provider = this.#provider;
      if (!provider) {
        req.socket.destroy();
        return;
      }
      this.requests.push(`${req.method} ${req.url}`);
      if (req.url!.startsWith('/login/')) {
        await provider.interactionFinished(req, res, {
          login: { accountId: String(this.userinfo.sub) },
        });
      } else if (req.url === '/me' && this.impersonates) {
        res.setHeader('content-type', 'application/json');
        res.end(JSON.stringify({ sub: this.impersonates }));
      } else {
        await provider.callback()(req, res);
      }
    });
    await new Promise<void>(done => this.#server!.listen(0, '127.0.0.1', done));
    this.#port = (this.#server!.address() as AddressInfo).port;
  }

  start(options?: { issuer?: string }): void {
    this.#provider = this.#createProvider(options?.issuer ?? this.issuer);
  }

  stop(): void {
    this.#provider = undefined;
  }

  async close(): Promise<void> {
    this.stop();
    this.#server!.closeAllConnections();
    await new Promise(done => this.#server!.close(done));
  }

  #createProvider(issuer: string): Provider {
    return new Provider(issuer, {
      clients: [
        {
          client_id: 'portal',
          client_secret: 'portal-secret',
          redirect_uris: [this.#redirectUri],
          grant_types: ['authorization_code', 'refresh_token'],
        },
      ],
      jwks: { keys: [{ ...this.#privateKey, use: 'sig', alg: 'RS256' }] },
      cookies: { keys: ['a key for signing the cookies of a test'] },
      pkce: { required: () => true },
      features: {
        devInteractions: { enabled: false },
        revocation: { enabled: true },
        rpInitiatedLogout: { enabled: true },
      },
      claims: {
        // Every claim that a test sets goes out with the scope openid.
        openid: ['sub', ...CLAIMS],
        profile: ['name'],
        email: ['email', 'email_verified'],
      },
      issueRefreshToken: async () => true,
      interactions: { url: (_ctx, { uid }) => `/login/${uid}` },
      findAccount: async (_ctx, accountId) => ({
        accountId,
        claims: async () => ({ ...this.userinfo, sub: accountId }),
      }),
      loadExistingGrant: async ctx => {
        const grant = new ctx.oidc.provider.Grant({
          clientId: 'portal',
          accountId: ctx.oidc.session!.accountId,
        });
        grant.addOIDCScope('openid profile email offline_access');
        await grant.save();
        return grant;
      },
    });
  }
}
