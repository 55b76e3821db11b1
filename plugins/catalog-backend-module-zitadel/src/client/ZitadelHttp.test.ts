import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { ScriptedZitadel } from '../__testUtils__/ScriptedZitadel';
import { ZitadelHttp } from './ZitadelHttp';

const TOKEN = '/oauth/v2/token';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('ZitadelHttp', () => {
  let zitadel: ScriptedZitadel;
  beforeEach(async () => {
    zitadel = await new ScriptedZitadel().start();
  });
  afterEach(() => zitadel.stop());

  const create = (options: { timeoutMs?: number; key?: boolean } = {}) => {
    const http = new ZitadelHttp({
      issuer: zitadel.url,
      credentials: options.key
        ? { type: 'key', keyId: '77', userId: '400', privateKey }
        : { type: 'token', token: 'pat' },
      timeoutMs: options.timeoutMs ?? 5_000,
      retryBaseMs: 1,
    });
    return () =>
      http.post(
        'v2/users',
        { query: { offset: '0', limit: 1 } },
        {
          signal: new AbortController().signal,
        },
      );
  };

  it("should exchange the service user's key for a token, keep it, and renew a refused one", async () => {
    let issued = 0;
    let accepted = 'token-1';
    zitadel.lie = ({ path, headers }) => {
      if (path === TOKEN) {
        issued += 1;
        return { json: { access_token: `token-${issued}`, expires_in: 3600 } };
      }
      return headers.authorization === `Bearer ${accepted}`
        ? undefined
        : { status: 401, json: { code: 16, message: 'Errors.Token.Invalid' } };
    };
    const post = create({ key: true });
    await post();
    await post();
    expect(issued).toBe(1);

    const form = new URLSearchParams(zitadel.requests[0].text);
    expect(form.get('grant_type')).toBe(
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    );
    expect(form.get('scope')).toBe(
      'openid urn:zitadel:iam:org:project:id:zitadel:aud',
    );
    expect(zitadel.requests[0].headers.authorization).toBeUndefined();
    const [head, body, signature] = form.get('assertion')!.split('.');
    const decode = (part: string) =>
      JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(head)).toEqual({ alg: 'RS256', kid: '77' });
    const claims = decode(body);
    expect(claims).toMatchObject({ iss: '400', sub: '400', aud: zitadel.url });
    expect(claims.exp - claims.iat).toBe(300);
    expect(Math.abs(claims.iat - Date.now() / 1000)).toBeLessThan(60);
    expect(
      verify(
        'RSA-SHA256',
        Buffer.from(`${head}.${body}`),
        createPublicKey(privateKey),
        Buffer.from(signature, 'base64url'),
      ),
    ).toBe(true);

    accepted = 'token-2';
    await post();
    expect(issued).toBe(2);
    accepted = 'none';
    await expect(post()).rejects.toThrow('Errors.Token.Invalid');
    expect(issued).toBe(3);
  });

  it('should renew a token that is about to end, and take no answer without one', async () => {
    let expiresIn: unknown = 59;
    zitadel.lie = ({ path }) =>
      path === TOKEN
        ? { json: { access_token: 'token', expires_in: expiresIn } }
        : undefined;
    const post = create({ key: true });
    await post();
    await post();
    expect(zitadel.paths().filter(path => path === TOKEN)).toHaveLength(2);
    for (const bad of [0, -1, 'soon', undefined]) {
      expiresIn = bad;
      await expect(create({ key: true })()).rejects.toThrow('no token');
    }
  });

  it('should try again what may pass, three times at most, and what is refused not at all', async () => {
    const statuses = [503, 429];
    zitadel.lie = () => {
      const status = statuses.shift();
      return status ? { status, json: {} } : undefined;
    };
    await expect(create()()).resolves.toHaveProperty('details');
    expect(zitadel.requests).toHaveLength(3);

    for (const [status, count] of [
      [500, 3],
      [400, 1],
      [401, 1],
      [403, 1],
      [404, 1],
    ]) {
      zitadel.requests.length = 0;
      zitadel.lie = () => ({ status, text: '<h1>no</h1>' });
      await expect(create()()).rejects.toThrow(`ZITADEL answered ${status}`);
      expect(zitadel.requests).toHaveLength(count);
    }
  });

  it('should give up on silence, redirects, cut and huge answers and what is no JSON', async () => {
    zitadel.lie = () => ({ hang: true });
    const startedMs = Date.now();
    await expect(create({ timeoutMs: 50 })()).rejects.toThrow(
      'does not answer',
    );
    expect(Date.now() - startedMs).toBeLessThan(2_000);

    const elsewhere = await new ScriptedZitadel().start();
    zitadel.lie = () => ({
      status: 307,
      headers: { location: `${elsewhere.url}/v2/users` },
      text: '',
    });
    await expect(create()()).rejects.toThrow('does not answer');
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();

    zitadel.requests.length = 0;
    zitadel.lie = () => ({ text: `"${'x'.repeat(9 * 1024 * 1024)}"` });
    await expect(create()()).rejects.toThrow('more than 8388608 bytes');
    expect(zitadel.requests).toHaveLength(1);
    zitadel.lie = () => ({ headers: { 'content-length': '99' }, text: '{}' });
    await expect(create({ timeoutMs: 200 })()).rejects.toThrow(
      'does not answer',
    );
    zitadel.lie = () => ({ text: '<html>' });
    await expect(create()()).rejects.toThrow('no JSON');
  });

  it('should show the token to nobody in an error', async () => {
    zitadel.lie = () => ({ status: 403, json: { message: 'm'.repeat(9_000) } });
    const error: Error = await create()().then(
      () => new Error('no error'),
      e => e,
    );
    expect(error.name).toBe('NotAllowedError');
    expect(error.message.length).toBeLessThan(300);
    expect(String(error.stack)).not.toContain('Bearer');
  });
});
