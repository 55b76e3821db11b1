import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  forgeRequest,
  ResponseOptions,
  SamlIdp,
  unsign,
} from './__testUtils__/SamlIdp';
import authModuleSamlProvider from './index';

jest.setTimeout(60_000);

const ALICE = { roles: ['team-a-developer', 'team-a-b-viewer', '../x-admin'] };
const decodeJwt = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
const decode = (text: string) => Buffer.from(text, 'base64').toString();
const encode = (text: string) => Buffer.from(text).toString('base64');

describe('saml provider', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const idp = new SamlIdp();
  const stranger = new SamlIdp();
  type Backend = Awaited<ReturnType<typeof startTestBackend>>;
  const backends: Backend[] = [];
  const events: Array<{ severityLevel?: string; meta?: object }> = [];
  let knex: Awaited<ReturnType<typeof databases.init>>;
  let auth: string;

  const start = async (saml: object = {}, providers: object = {}) => {
    const backend = await startTestBackend({
      features: [
        authPlugin,
        authModuleSamlProvider,
        mockServices.database.factory({ knex }),
        catalogServiceMock.factory(),
        mockServices.auditor.mock({
          createEvent: async event => {
            events.push(event);
            return { success: async () => {}, fail: async () => {} };
          },
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            auth: {
              environment: 'test',
              omitIdentityTokenOwnershipClaim: false,
              providers: {
                ...providers,
                saml: {
                  entryPoint: idp.entryPoint,
                  idpIssuer: idp.entityId,
                  idpCertificates: [idp.certificate],
                  callbackUrl: 'http://localhost/api/auth/saml/handler/frame',
                  entityId: 'urn:portal',
                  ...saml,
                },
              },
            } as never,
          },
        }),
      ],
    });
    backends.push(backend);
    return `http://127.0.0.1:${backend.server.port()}/api/auth`;
  };

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    auth = await start();
  });
  afterAll(async () => {
    await Promise.all(backends.map(backend => backend.stop()));
  });
  beforeEach(() => {
    events.length = 0;
  });

  const begin = async (at = auth) => {
    const started = await fetch(`${at}/saml/start?env=test`, {
      redirect: 'manual',
    });
    const [cookie] = started.headers.getSetCookie();
    return { loginUrl: started.headers.get('location')!, cookie };
  };
  const metadataOf = async (at = auth) =>
    (await fetch(`${at}/saml/metadata`)).text();
  /** What the window would post to the portal's page. */
  const post = async (SAMLResponse: string, cookie = '', at = auth) => {
    const answer = await fetch(`${at}/saml/handler/frame`, {
      method: 'POST',
      headers: { cookie: cookie.split(';')[0] },
      body: new URLSearchParams({ SAMLResponse }),
    });
    const [, message] =
      /decodeURIComponent\('([^']+)'\)/.exec(await answer.text()) ?? [];
    const { response, error } = message
      ? JSON.parse(decodeURIComponent(message))
      : { response: undefined, error: { message: `status ${answer.status}` } };
    return {
      claims: response && decodeJwt(response.backstageIdentity.token),
      profile: response?.profile,
      refusal:
        error && (/\(([a-z-]+)\)$/.exec(error.message)?.[1] ?? error.message),
    };
  };
  const signIn = async (options: ResponseOptions = {}, by = idp, at = auth) => {
    const { loginUrl, cookie } = await begin(at);
    return post(
      await by.respond(await metadataOf(at), loginUrl, options),
      cookie,
      at,
    );
  };
  /** A good response, changed after it was signed. */
  const tamper = async (
    change: (xml: string) => string,
    options: ResponseOptions = {},
  ) => {
    const { loginUrl, cookie } = await begin();
    const good = decode(
      await idp.respond(await metadataOf(), loginUrl, {
        attributes: ALICE,
        ...options,
      }),
    );
    const bad = change(good);
    expect(bad).not.toBe(good);
    return post(encode(bad), cookie);
  };

  it('should sign in with what the provider signed, and map roles to groups', async () => {
    const { claims, profile } = await signIn({ attributes: ALICE });
    expect(claims.sub).toMatch(/^user:saml\/[0-9a-f]{60}$/);
    expect(claims.ent).toEqual([
      claims.sub,
      'group:default/team-a',
      'group:default/team-a-b',
    ]);
    expect(profile).toEqual({});
    expect(events).toEqual([
      expect.objectContaining({
        eventId: 'saml-sign-in',
        meta: { userEntityRef: claims.sub },
      }),
    ]);
    // The same person again, and two people whose ids differ in case only.
    expect((await signIn()).claims.sub).toBe(claims.sub);
    expect((await signIn({ nameId: 'alice+1/x=' })).claims.sub).not.toBe(
      claims.sub,
    );
    expect(await metadataOf()).toMatch(
      /entityID="urn:portal".*WantAssertionsSigned="true".*nameid-format:persistent/s,
    );
  });

  it('should take the user from a configured attribute, as it is or not at all', async () => {
    const at = await start({
      userIdAttribute: 'uid',
      displayNameAttribute: 'cn',
      emailAttribute: 'mail',
      userNamespace: 'people',
    });
    const attributes = { uid: ['a-1'], cn: ['Alice'], mail: ['a@example.com'] };
    expect(await signIn({ attributes }, idp, at)).toMatchObject({
      claims: { sub: 'user:people/a-1', ent: ['user:people/a-1'] },
      profile: { displayName: 'Alice', email: 'a@example.com' },
    });
    for (const uid of [['Alice'], ['a', 'b'], ['../a'], [], ['default/a']]) {
      const { claims, refusal } = await signIn(
        { attributes: { uid } },
        idp,
        at,
      );
      expect([claims, refusal]).toEqual([
        undefined,
        expect.stringContaining('cannot be the name of a user'),
      ]);
    }
  });

  it('should accept an answer once, in the browser that asked, over all replicas', async () => {
    const other = await start();
    const { loginUrl, cookie } = await begin();
    const response = await idp.respond(await metadataOf(), loginUrl);
    // Somebody else's browser, with no request or with one of its own.
    expect(await post(response)).toMatchObject({ refusal: 'not-requested' });
    expect((await post(response, (await begin()).cookie)).refusal).toBe(
      'invalid',
    );

    const both = await Promise.all([
      post(response, cookie),
      post(response, cookie, other),
    ]);
    expect(both.map(({ refusal }) => refusal).sort()).toEqual([
      'replayed',
      undefined,
    ]);
    expect((await post(response, cookie, other)).refusal).toBe('replayed');
    const [{ count }] = await knex('saml_answered_requests').count();
    expect(Number(count)).toBeGreaterThan(0);
    expect(events.filter(e => e.severityLevel === 'medium')).toHaveLength(4);
  });

  it('should forget a request after ten minutes, and know none of its own making', async () => {
    const { loginUrl, cookie } = await begin();
    const response = await idp.respond(await metadataOf(), loginUrl);
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 600_001);
    try {
      expect((await post(response, cookie)).refusal).toBe('not-requested');
    } finally {
      now.mockRestore();
    }
    const forged = await idp.respond(
      await metadataOf(),
      await forgeRequest('urn:portal'),
    );
    expect((await post(forged, (await begin()).cookie)).refusal).toBe(
      'invalid',
    );
    expect((await post(forged, 'saml-request=_forged')).refusal).toBe(
      'not-requested',
    );
    expect((await begin()).cookie).toMatch(
      /Path=\/api\/auth\/saml\/handler; .*HttpOnly; SameSite=Lax/,
    );
  });

  const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
  it.each<[string, () => ResponseOptions, string]>([
    ['an unsigned assertion', () => ({ signAssertion: false }), 'odd-document'],
    ['an unsigned response', () => ({ signMessage: false }), 'odd-document'],
    [
      'no signature',
      () => ({ signMessage: false, signAssertion: false }),
      'odd-document',
    ],
    [
      'SHA-1',
      () => ({ algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
      'weak-signature',
    ],
    [
      'another audience',
      () => ({ tags: { Audience: 'urn:other' } }),
      'invalid',
    ],
    [
      'no audience',
      () => ({
        edit: x =>
          x.replace(
            /<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/,
            '',
          ),
      }),
      'invalid',
    ],
    [
      'no conditions',
      () => ({
        edit: x => x.replace(/<saml:Conditions.*<\/saml:Conditions>/, ''),
      }),
      'invalid',
    ],
    [
      'no end',
      () => ({
        edit: x =>
          x.replace(/(<saml:Conditions [^>]*) NotOnOrAfter="[^"]*"/, '$1'),
      }),
      'invalid',
    ],
    ['the past', () => ({ tags: { Later: soon(-31_000) } }), 'invalid'],
    [
      'the future',
      () => ({ tags: { Now: soon(31_000), Later: soon(60_000) } }),
      'invalid',
    ],
    [
      'an old assertion that says it is good for a day',
      () => ({ tags: { Now: soon(-700_000), Later: soon(86_400_000) } }),
      'invalid',
    ],
    [
      'another issuer',
      () => ({ tags: { Issuer: 'https://evil.example' } }),
      'other-issuer',
    ],
    [
      'another recipient',
      () => ({
        edit: x =>
          x.replace(
            /Recipient="[^"]*"/,
            'Recipient="https://other.example/acs"',
          ),
      }),
      'other-recipient',
    ],
    [
      'another destination',
      () => ({
        edit: x =>
          x.replace(
            /Destination="[^"]*"/,
            'Destination="https://other.example/acs"',
          ),
      }),
      'other-recipient',
    ],
    [
      'no recipient',
      () => ({ edit: x => x.replace(/ Recipient="[^"]*"/, '') }),
      'other-recipient',
    ],
    [
      'a holder of a key',
      () => ({ edit: x => x.replace('cm:bearer', 'cm:holder-of-key') }),
      'other-recipient',
    ],
    [
      'no request in the assertion',
      () => ({
        edit: x =>
          x.replace(
            /(SubjectConfirmationData[^>]*) InResponseTo="[^"]*"/,
            '$1',
          ),
      }),
      'not-requested',
    ],
    [
      'no request in the response',
      () => ({ edit: x => x.replace(/ InResponseTo="[^"]*"/, '') }),
      'invalid',
    ],
    [
      'no subject',
      () => ({ edit: x => x.replace(/<saml:Subject>.*<\/saml:Subject>/, '') }),
      'other-recipient',
    ],
    [
      'a transient NameID',
      () => ({ edit: x => x.replace('format:persistent', 'format:transient') }),
      'no-user',
    ],
    [
      'a mail address as NameID',
      () => ({
        edit: x =>
          x.replace(
            '2.0:nameid-format:persistent',
            '1.1:nameid-format:emailAddress',
          ),
      }),
      'no-user',
    ],
    [
      'a failure',
      () => ({
        edit: x =>
          x
            .replace(/<saml:Assertion.*<\/saml:Assertion>/, '')
            .replace('status:Success', 'status:Responder'),
        signAssertion: false,
      }),
      'odd-document',
    ],
    [
      'too many roles',
      () => ({
        attributes: {
          roles: Array.from({ length: 201 }, (_, i) => `t${i}-admin`),
        },
      }),
      'no person',
    ],
  ])('should refuse %s, whoever signed it', async (_name, options, refusal) => {
    const answer = await signIn({ attributes: ALICE, ...options() });
    expect(answer).toMatchObject({
      claims: undefined,
      refusal: expect.stringContaining(refusal),
    });
    expect(events).toMatchObject([{ severityLevel: 'medium' }]);
  });

  it('should accept clocks that differ a little', async () => {
    expect(
      (await signIn({ tags: { Now: soon(20_000), Later: soon(60_000) } }))
        .claims,
    ).toBeDefined();
    expect(
      (await signIn({ tags: { Now: soon(-60_000), Later: soon(-20_000) } }))
        .claims,
    ).toBeDefined();
  });

  it("should refuse another provider's key, also when the response brings it along", async () => {
    expect((await signIn({ attributes: ALICE }, stranger)).refusal).toBe(
      'invalid',
    );
  });

  /** The assertion of the attacker's own making: unsigned, with another id and name. */
  const evil = (xml: string) =>
    unsign(/<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)![0])
      .replace(/ ID="[^"]*"/, ' ID="_evil"')
      .replace(/(<saml:NameID[^>]*>)[^<]*/, '$1admin')
      .replace('team-a-developer', 'platform-engineering-owner')
      .replace(
        '<saml:Assertion ',
        '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ',
      );
  const assertionOf = (xml: string) =>
    /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)![0];
  const signatureOf = (xml: string) =>
    /<ds:Signature .*?<\/ds:Signature>/s.exec(xml)![0];
  it.each<[string, (xml: string) => string]>([
    ['a changed name', x => x.replace(/(<saml:NameID[^>]*>)[^<]*/, '$1admin')],
    ['a changed role', x => x.replace('team-a-developer', 'team-b-developer')],
    ['a changed status', x => x.replace('Version="2.0"', 'Version="2.1"')],
    ['the signatures taken out', unsign],
    // XSW1 and 2: the signed response around, or beside, a forged one.
    [
      'XSW1: a forged response around the signed one',
      x =>
        x
          .replace(/^<\?xml[^>]*>/, '')
          .replace(
            /^(.*?<\/saml:Issuer>)/s,
            `$1<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object>${x.replace(
              /^<\?xml[^>]*>/,
              '',
            )}</ds:Object></ds:Signature>`,
          ),
    ],
    [
      'XSW3: a forged assertion before the signed one',
      x => x.replace('<saml:Assertion', `${evil(x)}<saml:Assertion`),
    ],
    [
      'XSW3: a forged assertion after the signed one',
      x => x.replace('</saml:Assertion>', `</saml:Assertion>${evil(x)}`),
    ],
    [
      'XSW4: the signed assertion inside the forged one',
      x =>
        x.replace(
          assertionOf(x),
          evil(x).replace(
            '</saml:Assertion>',
            `${assertionOf(x)}</saml:Assertion>`,
          ),
        ),
    ],
    [
      'XSW7: a forged assertion in Extensions',
      x =>
        x.replace(
          '<samlp:Status>',
          `<samlp:Extensions>${evil(x)}</samlp:Extensions><samlp:Status>`,
        ),
    ],
    [
      'XSW8: the signed assertion in an Object of the signature',
      x =>
        x.replace(
          assertionOf(x),
          evil(x).replace(
            '</saml:Issuer>',
            `</saml:Issuer>${signatureOf(assertionOf(x)).replace(
              '</ds:Signature>',
              `<ds:Object>${unsign(assertionOf(x))}</ds:Object></ds:Signature>`,
            )}`,
          ),
        ),
    ],
    [
      'an assertion of another namespace',
      x =>
        x.replace(
          '<samlp:Status>',
          '<evil:Assertion xmlns:evil="urn:evil"/><samlp:Status>',
        ),
    ],
    [
      'an encrypted assertion beside it',
      x =>
        x.replace(
          '</samlp:Response>',
          '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/></samlp:Response>',
        ),
    ],
    [
      'a comment in the name',
      x => x.replace(/(<saml:NameID[^>]*>.)/, '$1<!-- -->'),
    ],
    [
      'a comment elsewhere',
      x => x.replace('</saml:Issuer>', '<!-- --></saml:Issuer>'),
    ],
    [
      'CDATA',
      x => x.replace(/(<saml:NameID[^>]*>)([^<]*)/, '$1<![CDATA[$2]]>'),
    ],
    ['an instruction', x => x.replace(/(<saml:NameID[^>]*>.)/, '$1<?x?>')],
    [
      'an entity',
      x =>
        x
          .replace(
            '<samlp:Response',
            '<!DOCTYPE r [<!ENTITY e "x">]><samlp:Response',
          )
          .replace(/(<saml:NameID[^>]*>)/, '$1&e;'),
    ],
    [
      'an external entity',
      x =>
        x.replace(
          '<samlp:Response',
          '<!DOCTYPE r SYSTEM "file:///etc/passwd"><samlp:Response',
        ),
    ],
    [
      'a transform by XSLT',
      x =>
        x.replace(
          /<ds:Transform /,
          '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/><ds:Transform ',
        ),
    ],
    ['a signature over nothing', x => x.replace(/URI="#[^"]*"/, 'URI=""')],
    [
      'a signature over somewhere else',
      x => x.replace(/URI="#[^"]*"/, 'URI="http://evil.example/"'),
    ],
    [
      'a key for a hash instead of a signature',
      x =>
        x.replaceAll(
          'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
          'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
        ),
    ],
    ['an unclosed element', x => x.slice(0, -3)],
    ['two documents', x => x + x],
    ['junk', () => 'junk'],
  ])('should refuse %s', async (_name, change) => {
    const { claims, refusal } = await tamper(change);
    expect(claims).toBeUndefined();
    expect(['odd-document', 'invalid', 'weak-signature']).toContain(refusal);
  });

  it('should refuse what is no response, and what is too large', async () => {
    for (const body of [
      '',
      'x',
      'A'.repeat(98_305),
      encode('<a/>'),
      encode('x'.repeat(10)),
    ]) {
      const { claims, refusal } = await post(body, (await begin()).cookie);
      expect(claims).toBeUndefined();
      expect(refusal).toMatch(/no-response|odd-document|status 413|status 500/);
    }
  });

  it.each([
    [{ entryPoint: 'http://idp.example/sso' }, {}, /https/],
    [{ idpCertificates: 'junk' }, {}, /certificate/],
    [{ idpCertificates: [] }, {}, /certificate|empty/],
    [{ clockSkew: { hours: 1 } }, {}, /clockSkew/],
    [{ signIn: { resolvers: [] } }, {}, /signIn/],
    [
      { userNamespace: 'default' },
      { zitadel: { p: {} } },
      /two people could become one/,
    ],
    [{}, { guest: {} }, /guest/],
  ])('should not start with %j beside %j', async (saml, providers, message) => {
    await expect(start(saml, providers)).rejects.toThrow(message);
  });
});
