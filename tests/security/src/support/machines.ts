import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import http from 'node:http';

const LIFETIME_S = 3600;

/**
 * A service outside the portal whose tokens the portal accepts by its key set: serves the
 * key set under `jwksUrl` and resolves to a token. It proves a service principal, as
 * app-config.security.yaml lets it in without any restriction.
 */
export async function startTrustedService(jwksUrl: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  const kid = 'security-suite';
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256' };
  const server = http.createServer((_req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ keys: [{ ...jwk, use: 'sig' }] }));
  });
  const { port } = new URL(jwksUrl);
  await new Promise<void>(resolve => {
    server.listen(Number(port), '127.0.0.1', () => resolve());
  });
  const now = Math.floor(Date.now() / 1000);
  const token = signJwt(
    { alg: 'ES256', kid, typ: 'JWT' },
    {
      iss: 'security-suite',
      aud: 'portal',
      sub: 'robot',
      iat: now,
      exp: now + LIFETIME_S,
    },
    createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })),
  );
  return { token, close: () => server.close() };
}

/** A token of our own making, with this key. */
export function signJwt(
  header: object,
  payload: object,
  key: Parameters<typeof sign>[2],
): string {
  const encode = (part: object) =>
    Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode(header)}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(text), {
    key: key as never,
    dsaEncoding: 'ieee-p1363',
  });
  return `${text}.${signature.toString('base64url')}`;
}
