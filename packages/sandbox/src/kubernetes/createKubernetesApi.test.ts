import {
  AuthorizationV1Api,
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  Log,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  V1Pod,
  Watch,
} from '@kubernetes/client-node';
import { PassThrough } from 'node:stream';
import type { ContainerLogs, NewKubeObject } from '../types';
import { createKubernetesApi, KubernetesApi } from './createKubernetesApi';
import { MemoryObjectStore } from './MemoryObjectStore';
import { seedPlatform } from './platform/seedPlatform';
import { resourceTypes } from './resourceTypes';

const NOW_MS = Date.parse('2026-11-20T10:00:00Z');
const {
  pods,
  namespaces,
  nodes,
  deployments,
  replicasets,
  configmaps,
  events,
  serviceaccounts,
} = resourceTypes;

let store: MemoryObjectStore;
let api: KubernetesApi;
let followers: Array<(line: { timeMs: number; text: string }) => void>;

function pod(
  name: string,
  more: Partial<NewKubeObject> = {},
  namespace = 'team-a-prod',
): NewKubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name.split('-')[0] } },
    spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'x:1' }] },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'app', ready: true, restartCount: 0, state: { running: {} } },
      ],
    },
    ...more,
  };
}

function waiting(reason: string, lastState = {}): Partial<NewKubeObject> {
  return {
    status: {
      phase: 'Pending',
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 3,
          state: { waiting: { reason } },
          lastState,
        },
      ],
    },
  };
}

async function request(
  method: string,
  path: string,
  options: {
    token?: string;
    body?: unknown;
    type?: string;
    headers?: Record<string, string>;
  } = {},
) {
  const { token = 'admin', body, type = 'application/json', headers } = options;
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': type }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    code: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

function clientConfig(token: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'sandbox', server: api.url, skipTLSVerify: true }],
    users: [{ name: 'me', token }],
    contexts: [{ name: 'sandbox', cluster: 'sandbox', user: 'me' }],
    currentContext: 'sandbox',
  });
  return config;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error('Did not happen within 5 s');
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

beforeEach(async () => {
  const clock = { now: () => NOW_MS };
  store = MemoryObjectStore.create({ clock });
  for (const name of ['team-a-prod', 'team-b-prod']) {
    store.create(namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      status: { phase: 'Active' },
    });
  }
  seedPlatform(store, ['team-a-prod', 'team-b-prod']);
  followers = [];
  const containerLogs: ContainerLogs = {
    read: ({ previous, tailLines, sinceTimeMs = 0 }) =>
      [1, 2, 3]
        .map(n => ({
          timeMs: NOW_MS - 4_000 + n * 1_000,
          text: `${previous ? 'old' : 'line'} ${n}`,
        }))
        .filter(line => line.timeMs >= sinceTimeMs)
        .slice(tailLines === undefined ? 0 : 3 - tailLines),
    follow: (_target, listener) => {
      followers.push(listener);
      return () => {
        followers = followers.filter(candidate => candidate !== listener);
      };
    },
  };
  api = await createKubernetesApi({
    store,
    clock,
    containerLogs,
    adminToken: 'admin',
  });
});

afterEach(async () => {
  await api.close();
});

describe('createKubernetesApi', () => {
  it('should serve client-node: list, informer, watch, patches, scale and logs', async () => {
    store.create(pods, pod('web-1'));
    store.create(pods, pod('cart-1'));
    store.create(deployments, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'team-a-prod' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [
              { name: 'app', image: 'x:1' },
              { name: 'side', image: 'y:1' },
            ],
          },
        },
      },
      status: { replicas: 1 },
    });
    const config = clientConfig(api.adminToken);
    const core = config.makeApiClient(CoreV1Api);
    const apps = config.makeApiClient(AppsV1Api);
    const namespace = 'team-a-prod';

    const list = await core.listNamespacedPod({
      namespace,
      labelSelector: 'app in (web,payments)',
      fieldSelector: 'status.phase=Running',
    });
    expect(list.items.map(item => item.metadata?.name)).toEqual(['web-1']);
    expect(list.items[0].kind).toBeUndefined();
    expect(list.items[0].metadata?.creationTimestamp).toEqual(new Date(NOW_MS));

    const seen: string[] = [];
    const informer = makeInformer<V1Pod>(
      config,
      `/api/v1/namespaces/${namespace}/pods`,
      () => core.listNamespacedPod({ namespace, labelSelector: 'app=web' }),
      'app=web',
    );
    informer.on('error', () => {});
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, object =>
        seen.push(`${verb} ${object.metadata?.name}`),
      );
    }
    await informer.start();
    const live = store.get(pods, namespace, 'web-1')!;
    store.update(pods, { ...live, status: { phase: 'Failed' } });
    store.create(pods, pod('web-2'));
    store.create(pods, pod('other-2'));
    store.update(pods, { ...live, metadata: { ...live.metadata, labels: {} } });
    await until(() => seen.includes('delete web-1'));
    await informer.stop();
    expect(seen).toEqual([
      'add web-1',
      'update web-1',
      'add web-2',
      'delete web-1',
    ]);

    const events410: string[] = [];
    await new Promise(resolve =>
      new Watch(config).watch(
        '/api/v1/pods',
        { resourceVersion: store.resourceVersion, timeoutSeconds: 1 },
        type => events410.push(type),
        resolve,
      ),
    );
    expect(events410).toEqual([]);

    const strategic = setHeaderOptions(
      'Content-Type',
      PatchStrategy.StrategicMergePatch,
    );
    const patched = await apps.patchNamespacedDeployment(
      {
        name: 'web',
        namespace,
        fieldManager: 'portal',
        body: {
          spec: {
            template: { spec: { containers: [{ name: 'app', image: 'x:2' }] } },
          },
        },
      },
      strategic,
    );
    expect(
      patched.spec?.template.spec?.containers.map(container => container.image),
    ).toEqual(['x:2', 'y:1']);
    expect(patched.metadata).toMatchObject({
      generation: 2,
      managedFields: [{ manager: 'portal', operation: 'Update' }],
    });
    await expect(
      apps.patchNamespacedDeployment({
        name: 'web',
        namespace,
        body: { spec: { replicas: 2 } },
      }),
    ).rejects.toMatchObject({
      code: 400,
      body: expect.stringContaining('[]handlers.jsonPatchOp'),
    });
    const scale = await apps.readNamespacedDeploymentScale({
      name: 'web',
      namespace,
    });
    const scaled = await apps.replaceNamespacedDeploymentScale({
      name: 'web',
      namespace,
      body: { ...scale, spec: { replicas: 3 } },
    });
    expect(scaled).toMatchObject({
      spec: { replicas: 3 },
      status: { replicas: 1, selector: 'app=web' },
    });
    expect(
      store.get(deployments, namespace, 'web')?.spec.template.spec.containers,
    ).toHaveLength(2);

    expect(
      await core.readNamespacedPodLog({
        name: 'web-2',
        namespace,
        tailLines: 1,
        timestamps: true,
      }),
    ).toBe('2026-11-20T09:59:59.000000000Z line 3\n');
    const stream = new PassThrough();
    let text = '';
    stream.on('data', chunk => {
      text += chunk;
    });
    const abort = await new Log(config).log(namespace, 'web-2', 'app', stream, {
      follow: true,
      tailLines: 1,
    });
    await until(() => followers.length === 1);
    followers[0]({ timeMs: NOW_MS, text: 'fresh' });
    await until(() => text === 'line 3\nfresh\n');
    abort.abort();
    await until(() => followers.length === 0);
  });

  it('should tell apart who is not known, who is anonymous and who is not allowed', async () => {
    const path = '/api/v1/namespaces/team-a-prod/pods';
    const wrong = await request('GET', '/version', { token: 'wrong' });
    expect(wrong).toMatchObject({
      code: 401,
      body: {
        kind: 'Status',
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      },
    });
    expect(wrong.body).not.toHaveProperty('details');
    expect(
      (await request('GET', '/version', { token: '' })).body,
    ).toMatchObject({ gitVersion: 'v1.36.2' });
    expect(await request('GET', path, { token: '' })).toMatchObject({
      code: 403,
      body: {
        message:
          'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "team-a-prod"',
        reason: 'Forbidden',
        details: { kind: 'pods' },
      },
    });
    expect(
      (
        await request('GET', path, {
          token: '',
          headers: { Authorization: 'Basic eDp5' },
        })
      ).code,
    ).toBe(403);
    expect((await request('GET', '/nosuch', { token: '' })).body.message).toBe(
      'forbidden: User "system:anonymous" cannot get path "/nosuch"',
    );

    const portal = await api.issueToken({
      namespace: 'aiops-system',
      name: 'aiops-portal',
    });
    expect(
      (await request('GET', '/api/v1/namespaces', { token: portal })).body
        .items,
    ).toHaveLength(3);
    expect(await request('GET', path, { token: portal })).toMatchObject({
      code: 403,
    });
    const tokenPath = (namespace: string, name: string) =>
      `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    expect(
      (
        await request('POST', tokenPath('aiops-system', 'aiops-portal'), {
          token: portal,
          body: {},
        })
      ).body.message,
    ).toBe(
      'serviceaccounts "aiops-portal" is forbidden: User "system:serviceaccount:aiops-system:aiops-portal" cannot create resource "serviceaccounts/token" in API group "" in the namespace "aiops-system"',
    );
    const issued = await request(
      'POST',
      tokenPath('team-a-prod', 'aiops-reader'),
      { token: portal, body: { spec: { expirationSeconds: 600 } } },
    );
    expect(issued.code).toBe(201);
    expect(
      Date.parse(issued.body.status.expirationTimestamp) - Date.now(),
    ).toBeGreaterThan(590_000);
    const reader = issued.body.status.token;
    for (const [method, resource, code] of [
      ['GET', '/api/v1/namespaces/team-a-prod/pods', 200],
      ['GET', '/apis/events.k8s.io/v1/namespaces/team-a-prod/events', 200],
      ['GET', '/apis/apps/v1/namespaces/team-a-prod/deployments', 200],
      ['GET', '/api/v1/nodes', 200],
      ['GET', '/api/v1/namespaces/team-a-prod/pods/x/log', 404],
      ['GET', '/api/v1/namespaces/team-a-prod/secrets', 403],
      ['GET', '/api/v1/namespaces/team-b-prod/pods', 403],
      ['GET', '/api/v1/pods', 403],
      ['GET', '/api/v1/namespaces', 403],
      ['DELETE', '/api/v1/namespaces/team-a-prod/pods/x', 403],
      ['POST', '/api/v1/namespaces/team-a-prod/pods/x/exec', 403],
      ['POST', tokenPath('team-a-prod', 'aiops-reader'), 403],
    ] as const) {
      const answer = await request(method, resource, {
        token: reader,
        body: method === 'POST' ? {} : undefined,
      });
      expect([resource, answer.code]).toEqual([resource, code]);
    }

    const other = await request(
      'POST',
      tokenPath('team-a-prod', 'aiops-reader'),
      { body: { spec: { audiences: ['vault'] } } },
    );
    expect(
      (await request('GET', path, { token: other.body.status.token })).code,
    ).toBe(401);
    const short = await request(
      'POST',
      tokenPath('team-a-prod', 'aiops-reader'),
      { body: { spec: { expirationSeconds: 60 } } },
    );
    expect(short).toMatchObject({
      code: 422,
      body: {
        message: expect.stringContaining(
          'may not specify a duration less than 10 minutes',
        ),
      },
    });
    store.delete(serviceaccounts, 'team-a-prod', 'aiops-reader');
    expect((await request('GET', path, { token: reader })).code).toBe(401);
  });

  it('should review access and identity, and let only who may impersonate', async () => {
    const reader = await api.issueToken({
      namespace: 'team-a-prod',
      name: 'aiops-reader',
    });
    const authorization =
      clientConfig(reader).makeApiClient(AuthorizationV1Api);
    const review = (namespace: string) =>
      authorization.createSelfSubjectAccessReview({
        body: {
          spec: {
            resourceAttributes: { namespace, verb: 'list', resource: 'pods' },
          },
        },
      });
    expect((await review('team-a-prod')).status).toEqual({
      allowed: true,
      reason:
        'RBAC: allowed by RoleBinding "aiops-tenant-reader/team-a-prod" of ClusterRole "aiops-tenant-reader" to ServiceAccount "aiops-reader/team-a-prod"',
    });
    expect((await review('team-b-prod')).status).toEqual({ allowed: false });

    const whoAmI = (headers: Record<string, string>, token?: string) =>
      request('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
        body: {},
        headers,
        token,
      });
    expect((await whoAmI({}, reader)).body.status.userInfo.groups).toEqual([
      'system:serviceaccounts',
      'system:serviceaccounts:team-a-prod',
      'system:authenticated',
    ]);
    expect(
      (
        await whoAmI({
          'Impersonate-User': 'alice',
          'Impersonate-Group': 'team-a',
        })
      ).body.status.userInfo,
    ).toEqual({
      username: 'alice',
      groups: ['team-a', 'system:authenticated'],
    });
    expect(await whoAmI({ 'Impersonate-User': 'alice' }, reader)).toMatchObject(
      {
        code: 403,
        body: {
          message: expect.stringContaining(
            'cannot impersonate resource "users"',
          ),
        },
      },
    );
    expect((await whoAmI({ 'Impersonate-Group': 'team-a' })).code).toBe(400);
    const token = (value: string) =>
      request('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
        body: { spec: { token: value } },
      });
    expect((await token(reader)).body.status).toMatchObject({
      authenticated: true,
      user: { username: 'system:serviceaccount:team-a-prod:aiops-reader' },
    });
    expect((await token('wrong')).body.status).toEqual({
      user: {},
      error: 'invalid bearer token',
    });
    const asBob = {
      user: 'bob',
      resourceAttributes: { verb: 'get', resource: 'pods' },
    };
    expect(
      (
        await request(
          'POST',
          '/apis/authorization.k8s.io/v1/subjectaccessreviews',
          { body: { spec: asBob } },
        )
      ).body.status,
    ).toEqual({ allowed: false });
    expect(
      (
        await request(
          'POST',
          '/apis/authorization.k8s.io/v1/subjectaccessreviews',
          { body: { spec: asBob }, token: reader },
        )
      ).code,
    ).toBe(403);
    const rules = await request(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      { body: { spec: { namespace: 'team-b-prod' } }, token: reader },
    );
    expect(JSON.stringify(rules.body.status.resourceRules)).not.toContain(
      'pods',
    );
  });

  it('should give the logs that a kubelet would give, and its refusals', async () => {
    const log = (name: string, query = '') =>
      request('GET', `/api/v1/namespaces/team-a-prod/pods/${name}/log${query}`);
    const quoted = (name: string) => `container "app" in pod "${name}"`;
    store.create(pods, pod('ok-1'));
    store.create(pods, pod('pull-1', waiting('ImagePullBackOff')));
    store.create(pods, pod('config-1', waiting('CreateContainerConfigError')));
    store.create(
      pods,
      pod(
        'crash-1',
        waiting('CrashLoopBackOff', { terminated: { exitCode: 1 } }),
      ),
    );
    store.create(
      pods,
      pod('two-1', {
        spec: {
          nodeName: 'node-1',
          containers: [{ name: 'app' }, { name: 'side' }],
        },
      }),
    );
    store.create(
      pods,
      pod('unbound-1', { spec: { containers: [{ name: 'app' }] } }),
    );
    store.create(nodes, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'lost' },
      status: {
        conditions: [{ type: 'Ready', status: 'Unknown' }],
        addresses: [{ type: 'InternalIP', address: '10.0.0.9' }],
      },
    });
    store.create(
      pods,
      pod('lost-1', {
        spec: { nodeName: 'lost', containers: [{ name: 'app' }] },
      }),
    );

    expect(await log('ok-1')).toMatchObject({
      code: 200,
      body: 'line 1\nline 2\nline 3\n',
    });
    expect((await log('ok-1', '?sinceSeconds=2')).body).toBe(
      'line 2\nline 3\n',
    );
    expect((await log('ok-1', '?limitBytes=9')).body).toBe('line 1\nli');
    expect((await log('ok-1', '?tailLines=0')).body).toBe('');
    expect((await log('crash-1')).code).toBe(200);
    expect(
      (await log('crash-1', '?previous=true&container=app')).body,
    ).toContain('old 1');
    expect(await log('unbound-1')).toMatchObject({ code: 204, body: '' });
    for (const [name, query, code, message] of [
      [
        'ok-1',
        '?previous=true',
        400,
        `previous terminated ${quoted('ok-1')} not found`,
      ],
      [
        'pull-1',
        '',
        400,
        `${quoted(
          'pull-1',
        )} is waiting to start: trying and failing to pull image`,
      ],
      [
        'config-1',
        '',
        400,
        `${quoted('config-1')} is waiting to start: CreateContainerConfigError`,
      ],
      [
        'ok-1',
        '?container=nosuch',
        400,
        'container nosuch is not valid for pod ok-1',
      ],
      [
        'two-1',
        '',
        400,
        'a container name must be specified for pod two-1, choose one of: [app side]',
      ],
      [
        'ok-1',
        '?tailLines=-1',
        422,
        'PodLogOptions "ok-1" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
      ],
      [
        'ok-1',
        '?tailLines=x',
        400,
        'strconv.ParseInt: parsing "x": invalid syntax',
      ],
      [
        'ok-1',
        '?sinceSeconds=1&sinceTime=2026-11-20T00:00:00Z',
        422,
        'PodLogOptions "ok-1" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
      ],
      ['nosuch', '', 404, 'pods "nosuch" not found'],
      [
        'lost-1',
        '',
        500,
        'Get "https://10.0.0.9:10250/containerLogs/team-a-prod/lost-1/app": dial tcp 10.0.0.9:10250: i/o timeout',
      ],
    ] as const) {
      expect(await log(name, query)).toMatchObject({
        code,
        body: { message, code },
      });
    }
  });

  it('should remove: pods on nodes wait for their kubelet, owned objects go along, budgets hold', async () => {
    const base = '/api/v1/namespaces/team-a-prod/pods';
    store.create(pods, pod('web-1'));
    const marked = await request('DELETE', `${base}/web-1`);
    expect(marked.body).toMatchObject({
      kind: 'Pod',
      metadata: {
        deletionTimestamp: '2026-11-20T10:00:30Z',
        deletionGracePeriodSeconds: 30,
      },
    });
    await request('DELETE', `${base}/web-1?gracePeriodSeconds=0`);
    expect((await request('GET', `${base}/web-1`)).code).toBe(404);

    const owner = store.create(replicasets, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'rs', namespace: 'team-a-prod' },
      spec: {},
    });
    const ownerReferences = [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'rs',
        uid: owner.metadata.uid,
        controller: true,
      },
    ];
    store.create(
      pods,
      pod('owned-1', {
        metadata: {
          name: 'owned-1',
          namespace: 'team-a-prod',
          ownerReferences,
          labels: { app: 'owned' },
        },
      }),
    );
    store.create(resourceTypes.poddisruptionbudgets, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'owned', namespace: 'team-a-prod' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'owned' } } },
    });
    expect(
      await request('POST', `${base}/owned-1/eviction`, { body: {} }),
    ).toMatchObject({
      code: 429,
      body: {
        reason: 'TooManyRequests',
        details: {
          causes: [
            {
              reason: 'DisruptionBudget',
              message:
                'The disruption budget owned needs 1 healthy pods and has 1 currently',
            },
          ],
        },
      },
    });
    expect(
      (
        await request(
          'DELETE',
          '/apis/apps/v1/namespaces/team-a-prod/replicasets/rs',
        )
      ).body,
    ).toMatchObject({
      status: 'Success',
      details: {
        name: 'rs',
        group: 'apps',
        kind: 'replicasets',
        uid: owner.metadata.uid,
      },
    });
    await until(() =>
      Boolean(
        store.get(pods, 'team-a-prod', 'owned-1')?.metadata.deletionTimestamp,
      ),
    );

    store.create(configmaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'team-b-prod' },
    });
    expect(
      (await request('DELETE', '/api/v1/namespaces/team-b-prod')).body.status
        .phase,
    ).toBe('Terminating');
    const late = await request(
      'POST',
      '/api/v1/namespaces/team-b-prod/configmaps',
      { body: { metadata: { name: 'late' } } },
    );
    expect([403, 404]).toContain(late.code);
    await until(() => !store.get(namespaces, undefined, 'team-b-prod'));
    expect(store.list(configmaps, 'team-b-prod')).toEqual([]);
  });

  it('should refuse loudly what it does not do', async () => {
    store.create(pods, pod('web-1'));
    const path = '/api/v1/namespaces/team-a-prod/pods/web-1';
    expect(
      await request('GET', '/apis/metrics.k8s.io/v1beta1/pods'),
    ).toMatchObject({ code: 404, body: '404 page not found\n' });
    expect(await request('GET', '/openapi/v3')).toMatchObject({ code: 404 });
    expect(
      (await request('POST', `${path}/exec?command=ls`)).body,
    ).toMatchObject({ message: 'Upgrade request required', code: 400 });
    expect((await request('GET', `${path}/proxy`)).body).toMatchObject({
      code: 501,
      reason: 'NotImplemented',
    });
    expect(
      await request('PATCH', path, {
        body: {},
        type: 'application/apply-patch+yaml',
      }),
    ).toMatchObject({ code: 415, body: { reason: 'UnsupportedMediaType' } });
    expect(await request('PATCH', path, { body: {} })).toMatchObject({
      code: 415,
      body: { message: '415: Unsupported Media Type' },
    });
    expect(
      await request('GET', path, {
        headers: { Accept: 'application/vnd.kubernetes.protobuf' },
      }),
    ).toMatchObject({ code: 406 });
    expect(
      await request(
        'POST',
        '/apis/events.k8s.io/v1/namespaces/team-a-prod/events',
        { body: {} },
      ),
    ).toMatchObject({ code: 405 });
  });

  it('should show Events in both groups and print tables', async () => {
    store.create(events, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e1', namespace: 'team-a-prod' },
      involvedObject: { kind: 'Pod', name: 'web-1' },
      reason: 'BackOff',
      type: 'Warning',
      message: 'Back-off restarting failed container',
      count: 7,
      lastTimestamp: '2026-11-20T09:58:00Z',
    });
    const modern = await request(
      'GET',
      '/apis/events.k8s.io/v1/namespaces/team-a-prod/events?fieldSelector=regarding.name%3Dweb-1',
    );
    expect(modern.body.items).toMatchObject([
      {
        note: 'Back-off restarting failed container',
        regarding: { name: 'web-1' },
        deprecatedCount: 7,
      },
    ]);
    expect(
      (
        await request(
          'GET',
          '/apis/events.k8s.io/v1/namespaces/team-a-prod/events?fieldSelector=involvedObject.name%3Dx',
        )
      ).body.message,
    ).toBe('field label not supported: involvedObject.name');
    store.create(
      pods,
      pod(
        'crash-1',
        waiting('CrashLoopBackOff', {
          terminated: { finishedAt: '2026-11-20T09:59:53Z' },
        }),
      ),
    );
    const table = await request(
      'GET',
      '/api/v1/namespaces/team-a-prod/pods?includeObject=None',
      {
        headers: {
          Accept:
            'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
        },
      },
    );
    expect(table.body.rows).toEqual([
      {
        cells: [
          'crash-1',
          '0/1',
          'CrashLoopBackOff',
          '3 (7s ago)',
          '0s',
          '<none>',
          'node-1',
          '<none>',
          '<none>',
        ],
        object: null,
      },
    ]);
    expect(
      table.body.columnDefinitions.filter(
        (column: { priority: number }) => column.priority === 0,
      ),
    ).toHaveLength(5);
  });

  it('should end a watch whose version is too old inside the body, and a list by its status', async () => {
    await api.close();
    const clock = { now: () => NOW_MS };
    store = MemoryObjectStore.create({ clock, historyChanges: 8 });
    api = await createKubernetesApi({
      store,
      clock,
      containerLogs: { read: () => [], follow: () => () => {} },
      adminToken: 'admin',
    });
    for (let n = 0; n < 20; n++) {
      store.create(configmaps, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `c-${n}`, namespace: 'team-a-prod' },
      });
    }
    const path = '/api/v1/namespaces/team-a-prod/configmaps';
    const watch = await request('GET', `${path}?watch=1&resourceVersion=1`);
    expect(watch.code).toBe(200);
    expect(watch.body).toEqual({
      type: 'ERROR',
      object: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/),
        reason: 'Expired',
        code: 410,
      },
    });
    const token = Buffer.from(
      JSON.stringify({ v: 'meta.k8s.io/v1', rv: 2, start: 'team-a-prod/c-7' }),
    ).toString('base64url');
    const list = await request('GET', `${path}?continue=${token}&limit=1`);
    expect(list).toMatchObject({ code: 410, body: { reason: 'Expired' } });
    const rest = await request(
      'GET',
      `${path}?limit=1&continue=${list.body.metadata.continue}`,
    );
    expect(rest.body.items[0].metadata.name).toBe('c-8');
  });

  it('should list a thousand pods quickly', async () => {
    const env = Array.from({ length: 40 }, (_, n) => ({
      name: `VARIABLE_${n}`,
      value: 'x'.repeat(60),
    }));
    for (let n = 0; n < 1_000; n++) {
      store.create(
        pods,
        pod(`p-${n}`, {
          spec: {
            nodeName: 'node-1',
            containers: [{ name: 'app', image: 'x:1', env }],
          },
        }),
      );
    }
    await request('GET', '/api/v1/pods?limit=1');
    const start = performance.now();
    const all = await request('GET', '/api/v1/pods');
    const allMs = performance.now() - start;
    expect(all.body.items).toHaveLength(1_000);
    const filteredStart = performance.now();
    expect(
      (await request('GET', '/api/v1/pods?fieldSelector=metadata.name%3Dp-7'))
        .body.items,
    ).toHaveLength(1);
    // Measured: about 85 ms and 10 ms, parsing by the client included; the bounds are for a busy machine.
    expect(allMs).toBeLessThan(2_000);
    expect(performance.now() - filteredStart).toBeLessThan(500);
  });
});
