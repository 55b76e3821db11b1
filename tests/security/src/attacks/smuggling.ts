import { generateKeyPairSync } from 'node:crypto';
import { Suite } from '../support/Suite';
import { signJwt } from '../support/machines';
import { World } from '../world/World';
import { expectNoLeak, expectRefused } from './hostile';

/** Headers by which somebody claims to be somebody else, or to come from elsewhere. */
function headers(world: World): Array<Record<string, string>> {
  const alice = world.as('alice').token!;
  const sub = 'user:default/300000000000000001';
  return [
    { 'impersonate-user': sub },
    {
      'impersonate-user': 'system:admin',
      'impersonate-group': 'system:masters',
    },
    { 'x-remote-user': sub, 'x-remote-group': 'system:masters' },
    { 'x-forwarded-user': sub, 'x-forwarded-email': 'alice@shop.example' },
    { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' },
    { 'x-forwarded-host': 'localhost', 'x-forwarded-proto': 'https' },
    { 'x-original-url': '/api/app/', 'x-rewrite-url': '/api/app/' },
    { forwarded: 'for=127.0.0.1;host=localhost' },
    { cookie: `backstage-auth=${alice}x` },
    { cookie: `zitadel-refresh-token=${alice}; token=${alice}` },
    { 'x-backstage-token': alice, 'backstage-token': alice },
    { 'x-goog-iap-jwt-assertion': alice, 'cf-access-jwt-assertion': alice },
    { 'backstage-kubernetes-authorization': `Bearer ${alice}` },
    { 'x-http-method-override': 'DELETE' },
    { 'x-user': sub, 'x-user-id': sub, 'remote-user': sub },
  ];
}

const ROUTES = [
  '/api/catalog/entities/by-name/component/default/owned-by-a',
  '/api/catalog/locations/00000000-0000-0000-0000-000000000000',
  '/api/kubernetes/proxy/api/v1/namespaces/team-a-prod/pods',
  '/api/kubernetes/clusters/sandbox/namespaces/team-a-prod/events',
  '/api/techdocs/metadata/techdocs/default/component/owned-by-a',
  '/api/tenancy/namespaces',
];

/** Nobody becomes somebody else by a header, nor by a token of their own making. */
export async function testSmuggling(suite: Suite, world: World): Promise<void> {
  suite.begin('Smuggled headers');
  const { investigation, task } = world.belongings;
  const paths = [
    ...ROUTES,
    `/api/rca/investigations/${investigation}`,
    `/api/scaffolder/v2/tasks/${task}`,
  ];
  for (const name of ['bob', 'nina', 'anonymous'] as const) {
    for (const extra of headers(world)) {
      for (const path of paths) {
        await suite.test(
          `${name} with ${Object.keys(extra).join(', ')} at ${path}`,
          async () => {
            const answer = await world.as(name).get(path, extra);
            // The id that was asked for comes back in the refusal.
            const text = answer.text
              .replaceAll(investigation, '')
              .replaceAll(task, '');
            expectRefused(world, { ...answer, text });
          },
        );
      }
    }
  }

  suite.begin('Forged tokens');
  const own = world.as('bob').token!;
  const [head, body, signature] = own.split('.');
  const decode = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString());
  const encode = (part: object) =>
    Buffer.from(JSON.stringify(part)).toString('base64url');
  const alice = {
    ...decode(body),
    sub: 'user:default/300000000000000001',
    ent: ['group:default/team-a', 'group:default/platform-engineering'],
  };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const aliceParts = world.as('alice').token!.split('.');
  const forgeries: Record<string, string> = {
    'no algorithm': `${encode({ ...decode(head), alg: 'none' })}.${encode(
      alice,
    )}.`,
    'another body': `${head}.${encode(alice)}.${signature}`,
    "another person's body": `${head}.${aliceParts[1]}.${signature}`,
    'a key of ours': signJwt(decode(head), alice, privateKey),
    'a key of ours, inside': signJwt(
      {
        ...decode(head),
        jwk: privateKey.export({ format: 'jwk' }),
        kid: undefined,
      },
      alice,
      privateKey,
    ),
    'a key address of ours': signJwt(
      { ...decode(head), jku: 'http://127.0.0.1:1/jwks.json', kid: 'x' },
      alice,
      privateKey,
    ),
    'a key id that is a path': signJwt(
      { ...decode(head), kid: '../../../../dev/null' },
      alice,
      privateKey,
    ),
    'no signature': `${head}.${body}.`,
    'a type of service': signJwt(
      { ...decode(head), typ: 'vnd.backstage.plugin' },
      { ...alice, sub: 'catalog' },
      privateKey,
    ),
    empty: '',
    'two tokens': `${own}, Bearer ${world.as('alice').token}`,
  };
  for (const [name, token] of Object.entries(forgeries)) {
    for (const path of paths) {
      await suite.test(`${name} at ${path}`, async () => {
        const answer = await world
          .as('anonymous')
          .get(path, { authorization: `Bearer ${token}` });
        expectRefused(world, {
          ...answer,
          headers: {},
          text: answer.text.replaceAll(investigation, '').replaceAll(task, ''),
        });
      });
    }
  }
  await suite.test('two authorization headers', async () => {
    const answer = await world.as('anonymous').send({
      path: ROUTES[0],
      headers: {
        authorization: [`Bearer ${own}`, `Bearer ${world.as('alice').token}`],
      },
    });
    expectNoLeak(world, answer);
  });
}
