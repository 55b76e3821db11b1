/* eslint-disable jest/no-standalone-expect -- kubernetes.test.ts runs each case inside a test */
import type { KubernetesCase } from './types';

const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';

/** Creating, changing and deleting. */
export const writeCases: KubernetesCase[] = [
  {
    name: 'keeps a ConfigMap through create, update, patch and delete',
    async run({ client, namespace }) {
      const collection = `/api/v1/namespaces/${namespace}/configmaps`;
      const path = `${collection}/demo`;
      const body = {
        metadata: { name: 'demo', labels: { a: '1' } },
        data: { k: 'v' },
      };
      const dry = await client.call('POST', `${collection}?dryRun=All`, {
        body,
      });
      expect(dry).toMatchObject({
        code: 201,
        body: { metadata: { uid: expect.any(String) } },
      });
      expect(dry.body.metadata).not.toHaveProperty('resourceVersion');
      expect((await client.call('GET', path)).body).toMatchObject({
        code: 404,
        message: 'configmaps "demo" not found',
        details: { name: 'demo', kind: 'configmaps' },
      });

      const created = await client.call(
        'POST',
        `${collection}?fieldManager=contract`,
        { body },
      );
      expect(created.body).toMatchObject({
        kind: 'ConfigMap',
        apiVersion: 'v1',
        metadata: {
          namespace,
          managedFields: [{ manager: 'contract', operation: 'Update' }],
        },
      });
      expect(created.body.metadata).not.toHaveProperty('generation');
      expect(await client.call('POST', collection, { body })).toMatchObject({
        code: 409,
        body: {
          reason: 'AlreadyExists',
          message: 'configmaps "demo" already exists',
        },
      });
      const put = (metadata: object, data: object) =>
        client.call('PUT', path, {
          body: { metadata: { name: 'demo', ...metadata }, data },
        });
      const { resourceVersion } = created.body.metadata;
      const updated = await put({ resourceVersion }, { k: 'v2' });
      expect(updated.body.metadata.resourceVersion).not.toBe(resourceVersion);
      expect(updated.body.metadata).not.toHaveProperty('labels');
      expect((await put({}, { k: 'v2' })).body.metadata.resourceVersion).toBe(
        updated.body.metadata.resourceVersion,
      );
      expect(await put({ resourceVersion }, { k: 'v3' })).toMatchObject({
        code: 409,
        body: {
          reason: 'Conflict',
          message:
            'Operation cannot be fulfilled on configmaps "demo": the object has been modified; please apply your changes to the latest version and try again',
        },
      });
      expect((await put({ resourceVersion: 'abc' }, {})).code).toBe(500);
      expect((await put({ name: 'other' }, {})).body.message).toBe(
        'the name of the object (other) does not match the name on the URL (demo)',
      );

      const patch = (type: string, change: unknown) =>
        client.call('PATCH', path, { type, body: change });
      expect(
        (await patch(MERGE, { data: { k: null, n: '1' } })).body.data,
      ).toEqual({ n: '1' });
      expect(
        (
          await patch(JSON_PATCH, [
            { op: 'test', path: '/data/n', value: '1' },
            { op: 'add', path: '/metadata/annotations', value: {} },
            { op: 'add', path: '/metadata/annotations/a~1b', value: 'x' },
          ])
        ).body,
      ).toMatchObject({
        data: { n: '1' },
        metadata: { annotations: { 'a/b': 'x' } },
      });
      expect(await patch(MERGE, { data: { 'a/b': 'x' } })).toMatchObject({
        code: 422,
        body: {
          message: expect.stringMatching(
            /^ConfigMap "demo" is invalid: data\[a\/b\]: Invalid value: "a\/b": a valid config key must/,
          ),
        },
      });
      expect(
        await patch(JSON_PATCH, [{ op: 'test', path: '/data/n', value: '2' }]),
      ).toMatchObject({
        code: 422,
        body: {
          message:
            'the server rejected our request due to an error in our request',
          details: {},
        },
      });
      expect((await patch(JSON_PATCH, { data: {} })).code).toBe(400);
      expect((await patch('application/json', { data: {} })).code).toBe(415);
      expect(
        (await patch(MERGE, { metadata: { labels: { a: 'bad value!' } } }))
          .code,
      ).toBe(422);
      expect(await patch(MERGE, { data: { n: 1 } })).toMatchObject({
        code: 422,
        body: { details: { causes: [{ field: 'patch' }] } },
      });

      const wrong = await client.call('DELETE', path, {
        body: {
          preconditions: { uid: '00000000-0000-0000-0000-000000000000' },
        },
      });
      expect(wrong).toMatchObject({ code: 409, body: { reason: 'Conflict' } });
      expect((await client.call('DELETE', path)).body).toMatchObject({
        kind: 'Status',
        status: 'Success',
        details: {
          name: 'demo',
          kind: 'configmaps',
          uid: created.body.metadata.uid,
        },
      });
      expect((await client.call('DELETE', path)).code).toBe(404);
      expect(
        (
          await client.call(
            'POST',
            `/api/v1/namespaces/${namespace}-nosuch/configmaps`,
            { body },
          )
        ).body.message,
      ).toBe(`namespaces "${namespace}-nosuch" not found`);
    },
  },
  {
    name: 'changes a Deployment by strategic merge, scale and status paths',
    async run({ client, namespace }) {
      const collection = `/apis/apps/v1/namespaces/${namespace}/deployments`;
      const path = `${collection}/editme`;
      const container = (name: string) => ({
        name,
        image: `registry.invalid/${name}:1`,
        env: [{ name: 'A', value: '1' }],
      });
      const spec = {
        replicas: 0,
        selector: { matchLabels: { app: 'editme' } },
        template: {
          metadata: { labels: { app: 'editme' } },
          spec: { containers: [container('app'), container('side')] },
        },
      };
      const created = await client.call('POST', collection, {
        body: { metadata: { name: 'editme' }, spec },
      });
      expect(created).toMatchObject({
        code: 201,
        body: { metadata: { generation: 1 } },
      });
      const patch = (type: string, body: unknown, suffix = '') =>
        client.call('PATCH', `${path}${suffix}`, { type, body });
      const containers = (list: unknown[]) => ({
        spec: { template: { spec: { containers: list } } },
      });

      const merged = await patch(
        STRATEGIC,
        containers([{ name: 'app', env: [{ name: 'B', value: '2' }] }]),
      );
      expect(merged.body.metadata.generation).toBe(2);
      expect(merged.body.spec.template.spec.containers).toMatchObject([
        // What is new comes first, unless the patch says in which order.
        { name: 'app', env: [{ name: 'B' }, { name: 'A' }] },
        { name: 'side' },
      ]);
      const removed = await patch(
        STRATEGIC,
        containers([{ name: 'side', $patch: 'delete' }]),
      );
      expect(removed.body.spec.template.spec.containers).toHaveLength(1);
      expect(
        await patch(STRATEGIC, containers([{ image: 'x' }])),
      ).toMatchObject({
        code: 500,
        body: {
          message:
            'map: map[image:x] does not contain declared merge key: name',
        },
      });
      expect(
        await patch(MERGE, {
          spec: {
            selector: { matchLabels: { app: 'x' } },
            template: { metadata: { labels: { app: 'x' } } },
          },
        }),
      ).toMatchObject({
        code: 422,
        body: { details: { causes: [{ field: 'spec.selector' }] } },
      });
      expect(
        (await patch(MERGE, { status: { replicas: 99 } })).body.status
          ?.replicas,
      ).not.toBe(99);
      expect(
        (await patch(MERGE, { spec: { replicas: 1 } }, '/scale?dryRun=All'))
          .body,
      ).toMatchObject({ kind: 'Scale', spec: { replicas: 1 } });
      const scale = await client.call('GET', `${path}/scale`);
      expect(scale.body).toMatchObject({
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        status: { replicas: 0, selector: 'app=editme' },
      });
      // A zero is left out: whoever reads a Scale must not take that for one.
      expect(scale.body.spec).toEqual({});
      expect(
        await patch(MERGE, { spec: { replicas: -1 } }, '/scale'),
      ).toMatchObject({
        code: 422,
        body: {
          message:
            'Scale.autoscaling "editme" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
        },
      });
      expect((await client.call('GET', `${path}/nosuch`)).code).toBe(404);
      const invalid = await client.call('POST', collection, {
        body: {
          metadata: { name: 'x' },
          spec: { ...spec, selector: { matchLabels: { app: 'other' } } },
        },
      });
      expect(invalid.body.message).toBe(
        'Deployment.apps "x" is invalid: spec.template.metadata.labels: Invalid value: {"app":"editme"}: `selector` does not match template `labels`',
      );
      expect((await client.call('DELETE', path)).code).toBe(200);
    },
  },
  {
    name: 'says what a pod that nobody runs has to log',
    async run({ client, namespace }) {
      const collection = `/api/v1/namespaces/${namespace}/pods`;
      const spec = {
        nodeSelector: { 'contract.invalid/nowhere': 'true' },
        containers: [
          { name: 'app', image: 'registry.invalid/x:1' },
          { name: 'side', image: 'registry.invalid/x:1' },
        ],
      };
      expect(
        (
          await client.call('POST', collection, {
            body: { metadata: { name: 'idle' }, spec },
          })
        ).code,
      ).toBe(201);
      const log = (query: string, name = 'idle') =>
        client.call('GET', `${collection}/${name}/log${query}`);
      expect(await log('?container=app')).toMatchObject({
        code: 204,
        body: '',
      });
      expect((await log('')).body.message).toBe(
        'a container name must be specified for pod idle, choose one of: [app side]',
      );
      expect((await log('?container=nosuch')).body.message).toBe(
        'container nosuch is not valid for pod idle',
      );
      expect((await log('?container=app&tailLines=-1')).code).toBe(422);
      expect((await log('', 'nosuch')).body.message).toBe(
        'pods "nosuch" not found',
      );
      expect(
        (
          await client.call(
            'POST',
            `${collection}/idle/exec?command=ls&stdout=true&container=app`,
          )
        ).body,
      ).toMatchObject({
        code: 400,
        message: 'pod idle does not have a host assigned',
      });
      expect(
        (await client.call('DELETE', `${collection}/idle?gracePeriodSeconds=0`))
          .body.kind,
      ).toBe('Pod');
    },
  },
];
