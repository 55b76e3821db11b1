/* eslint-disable jest/no-standalone-expect -- kubernetes.test.ts runs each case inside a test */
import type { KubernetesCase } from './types';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Who is let in, and what they are told otherwise. */
export const accessCases: KubernetesCase[] = [
  {
    name: 'tells a wrong token (401) from none (403), on open paths as well',
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/pods`;
      expect(
        await client.call('GET', '/version', { token: null }),
      ).toMatchObject({ code: 200, body: { major: '1' } });
      expect(
        await client.call('GET', '/version', { token: 'wrong' }),
      ).toMatchObject({
        code: 401,
        body: {
          kind: 'Status',
          status: 'Failure',
          reason: 'Unauthorized',
          message: 'Unauthorized',
        },
      });
      expect(await client.call('GET', path, { token: 'wrong' })).toMatchObject({
        code: 401,
      });
      expect(await client.call('GET', path, { token: null })).toMatchObject({
        code: 403,
        body: {
          reason: 'Forbidden',
          details: { kind: 'pods' },
          message: `pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "${namespace}"`,
        },
      });
    },
  },
  {
    name: 'confines a ServiceAccount token to its role, its names and its audience',
    async run({ client, namespace }) {
      const base = `/api/v1/namespaces/${namespace}`;
      await client.call('POST', `${base}/serviceaccounts`, {
        body: { metadata: { name: 'reader' } },
      });
      await client.call('POST', `${base}/serviceaccounts`, {
        body: { metadata: { name: 'issuer' } },
      });
      const grant = async (name: string, rules: unknown[]) => {
        await client.call('POST', `${RBAC}/namespaces/${namespace}/roles`, {
          body: { metadata: { name }, rules },
        });
        const bound = await client.call(
          'POST',
          `${RBAC}/namespaces/${namespace}/rolebindings`,
          {
            body: {
              metadata: { name },
              roleRef: { apiGroup: RBAC_GROUP, kind: 'Role', name },
              subjects: [{ kind: 'ServiceAccount', name, namespace }],
            },
          },
        );
        expect(bound.code).toBe(201);
      };
      await grant('reader', [
        {
          apiGroups: [''],
          resources: ['pods'],
          verbs: ['get', 'list', 'watch'],
        },
        { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
      ]);
      await grant('issuer', [
        {
          apiGroups: [''],
          resources: ['serviceaccounts/token'],
          resourceNames: ['reader'],
          verbs: ['create'],
        },
      ]);
      const issue = (name: string, spec: object, token?: string) =>
        client.call('POST', `${base}/serviceaccounts/${name}/token`, {
          body: { spec },
          token,
        });
      const issuer = (await issue('issuer', {})).body.status.token;
      const issued = await issue('reader', { expirationSeconds: 600 }, issuer);
      expect(issued).toMatchObject({
        code: 201,
        body: { kind: 'TokenRequest', spec: { expirationSeconds: 600 } },
      });
      expect((await issue('issuer', {}, issuer)).code).toBe(403);
      expect(await issue('reader', { expirationSeconds: 60 })).toMatchObject({
        code: 422,
        body: { reason: 'Invalid' },
      });
      expect(await issue('nosuch', {})).toMatchObject({
        code: 404,
        body: { message: 'serviceaccounts "nosuch" not found' },
      });

      const token = issued.body.status.token;
      const read = (path: string) => client.call('GET', path, { token });
      expect(await read(`${base}/pods`)).toMatchObject({
        code: 200,
        body: { kind: 'PodList' },
      });
      expect(await read(`${base}/pods/nosuch/log`)).toMatchObject({
        code: 404,
      });
      for (const path of [
        `${base}/secrets`,
        '/api/v1/namespaces/default/pods',
        '/api/v1/pods',
        '/api/v1/nodes',
      ]) {
        expect([path, (await read(path)).code]).toEqual([path, 403]);
      }
      expect((await read(`${base}/secrets`)).body.message).toBe(
        `secrets is forbidden: User "system:serviceaccount:${namespace}:reader" cannot list resource "secrets" in API group "" in the namespace "${namespace}"`,
      );
      const foreign = (await issue('reader', { audiences: ['elsewhere'] })).body
        .status.token;
      expect(
        (await client.call('GET', `${base}/pods`, { token: foreign })).code,
      ).toBe(401);

      const review = async (verb: string) => {
        const answer = await client.call(
          'POST',
          '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
          {
            token,
            body: {
              spec: {
                resourceAttributes: { namespace, verb, resource: 'pods' },
              },
            },
          },
        );
        expect(answer.code).toBe(201);
        return answer.body.status.allowed;
      };
      expect([await review('list'), await review('delete')]).toEqual([
        true,
        false,
      ]);
      const impersonating = await client.call('GET', `${base}/pods`, {
        token,
        headers: { 'Impersonate-User': 'alice' },
      });
      expect(impersonating).toMatchObject({
        code: 403,
        body: { reason: 'Forbidden' },
      });
      expect(
        (await client.call('DELETE', `${base}/serviceaccounts/reader`)).code,
      ).toBe(200);
    },
  },
  {
    name: 'knows an unknown resource from an unknown group',
    async run({ client, namespace }) {
      expect(
        await client.call(
          'GET',
          `/api/v1/namespaces/${namespace}/nosuchthings`,
        ),
      ).toMatchObject({
        code: 404,
        body: {
          kind: 'Status',
          message: 'the server could not find the requested resource',
          reason: 'NotFound',
        },
      });
      expect(
        await client.call('GET', '/apis/nosuch.example.com/v1/things'),
      ).toMatchObject({ code: 404, body: '404 page not found\n' });
      expect((await client.call('DELETE', '/api/v1/namespaces')).code).toBe(
        405,
      );
      const resources = (await client.call('GET', '/apis/apps/v1')).body
        .resources;
      expect(resources).toContainEqual(
        expect.objectContaining({
          name: 'deployments',
          kind: 'Deployment',
          namespaced: true,
        }),
      );
      expect(resources).toContainEqual(
        expect.objectContaining({
          name: 'deployments/scale',
          kind: 'Scale',
          group: 'autoscaling',
        }),
      );
    },
  },
];
