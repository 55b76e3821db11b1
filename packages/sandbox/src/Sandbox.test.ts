import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubeObject } from './types';
import { resourceTypes } from './kubernetes';
import { Sandbox, startSandbox } from './Sandbox';
import { listen } from './control/listen';
import { writeStateFile } from './control/stateFile';

jest.setTimeout(180_000);

const MINUTE = 60_000;
const runningApp = (pod: KubeObject) =>
  pod.status.phase === 'Running' &&
  pod.metadata.labels?.['app.kubernetes.io/name'];
const CTL = require.resolve('../../../scripts/sandbox-ctl.mjs');

describe('startSandbox', () => {
  let folder: string;
  let sandbox: Sandbox;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
    sandbox = await startSandbox({
      seed: 3,
      historyMs: 40 * MINUTE,
      lagMs: 10 * MINUTE,
      dataDir: join(folder, 'data'),
      live: true,
      secondCluster: true,
    });
    await writeStateFile(join(folder, 'state.json'), sandbox.endpoints);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  const ctl = (...args: string[]) =>
    promisify(execFile)(process.execPath, [CTL, ...args], {
      env: {
        PATH: process.env.PATH,
        SANDBOX_STATE_FILE: join(folder, 'state.json'),
      },
    }).then(
      ({ stdout }) => stdout,
      ({ stderr }) => `failed: ${stderr}`,
    );
  const git = async (...args: string[]) => {
    const directory = join(folder, 'data/git/platform/gitops.git');
    const { stdout } = await promisify(execFile)('git', [
      `--git-dir=${directory}`,
      ...args,
    ]);
    return stdout.trim();
  };
  const kubernetes = async (path: string) => {
    const { url, adminToken } = sandbox.endpoints.kubernetes!;
    const response = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    return response.json();
  };
  const query = async (expression: string) => {
    const time = sandbox.world.clock.now() / 1000;
    const params = new URLSearchParams({
      query: expression,
      time: String(time),
    });
    const response = await fetch(
      `${sandbox.endpoints.metrics!.url}/api/v1/query?${params}`,
    );
    return (await response.json()).data.result;
  };
  const search = '/apis/apps/v1/namespaces/team-a-prod/deployments/search';

  it('should show one company through all of its parts', async () => {
    expect(
      Object.keys(JSON.parse(JSON.stringify(sandbox.endpoints))).sort(),
    ).toEqual([
      'clusters',
      'control',
      'git',
      'kubernetes',
      'logs',
      'metrics',
      'oidc',
      'traces',
    ]);
    expect((await kubernetes(search)).status.readyReplicas).toBe(2);
    const traces = new URLSearchParams({
      service: 'search',
      tags: '{"k8s.namespace.name":"team-a-prod"}',
      limit: '2',
      end: String(sandbox.world.clock.now() * 1000),
    });
    const found = await fetch(
      `${sandbox.endpoints.traces!.url}/api/traces?${traces}`,
    );
    expect((await found.json()).data).toHaveLength(2);
    const up = 'count(kube_deployment_spec_replicas{deployment="search"})';
    expect(await query(up)).toHaveLength(1);
    const discovery = await fetch(
      `${sandbox.endpoints.oidc!.issuer}/.well-known/openid-configuration`,
    );
    expect((await discovery.json()).issuer).toBe(
      sandbox.endpoints.oidc!.issuer,
    );
    // The releases of the simulated past are in Git, with their times.
    const log = await git('log', '--format=%an: %s', '--reverse');
    expect(log.split('\n')).toEqual([
      'Petra Petrova: Import the manifests of all teams',
      'Bella Brandt: Release events-collector 2.1.0',
      'Petra Petrova: Release what is waiting',
    ]);
    const commit = await git('rev-parse', 'main');
    const status = await kubernetes(
      '/api/v1/namespaces/gitops-system/configmaps/gitops-status',
    );
    expect(status.data).toMatchObject({
      ready: 'True',
      lastAppliedRevision: commit,
    });
  });

  it('should serve a second cluster that shares names with the first, and nothing else', async () => {
    const [first, second] = sandbox.endpoints.clusters!;
    expect([first.name, second.name]).toEqual(['sandbox', 'sandbox-2']);
    expect(first).toEqual({ name: 'sandbox', ...sandbox.endpoints.kubernetes });
    const call = async (
      { url }: { url: string },
      path: string,
      token: string,
      body?: object,
    ) => {
      const response = await fetch(`${url}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: body && JSON.stringify(body),
      });
      const text = await response.text();
      return {
        status: response.status,
        text,
        body: text.startsWith('{') ? JSON.parse(text) : undefined,
      };
    };
    const owners = async (cluster: typeof first) => {
      const { body } = await call(
        cluster,
        '/api/v1/namespaces',
        cluster.adminToken,
      );
      return Object.fromEntries(
        body.items.map((n: KubeObject) => [
          n.metadata.name,
          n.metadata.labels?.['aiops.backstage/team'],
        ]),
      );
    };
    expect(await owners(first)).toMatchObject({ 'team-a-prod': 'team-a' });
    expect(await owners(second)).toMatchObject({
      'team-a-prod': 'team-b',
      'team-b-staging': 'team-b',
      monitoring: 'platform-engineering',
      ops: undefined,
    });
    const reader = async (cluster: typeof first) => {
      const path =
        '/api/v1/namespaces/team-a-prod/serviceaccounts/aiops-reader/token';
      const { body } = await call(cluster, path, cluster.token, { spec: {} });
      return body.status.token as string;
    };
    const tokens = [await reader(first), await reader(second)];
    const pods = '/api/v1/namespaces/team-a-prod/pods';
    for (const [here, there, token] of [
      [first, second, tokens[0]],
      [second, first, tokens[1]],
      [first, second, first.token],
      [second, first, second.token],
      [first, second, first.adminToken],
      [second, first, second.adminToken],
    ] as const) {
      expect((await call(there, pods, token)).status).toBe(401);
      expect((await call(here, '/version', token)).status).toBe(200);
    }
    expect(
      (await call(second, '/api/v1/namespaces/team-a-prod/secrets', tokens[1]))
        .status,
    ).toBe(403);
    const { body } = await call(second, pods, tokens[1]);
    expect(body.items.map(runningApp)).toEqual([
      'rates',
      'settlement',
      'settlement',
    ]);
    const { name } = body.items.at(-1).metadata;
    const log = await call(second, `${pods}/${name}/log`, tokens[1]);
    expect(log.text).toContain('/settlements');
    // It lives: a pod that goes is followed by another.
    const [rates] = body.items;
    const gone = await fetch(`${second.url}${pods}/${rates.metadata.name}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${second.adminToken}` },
    });
    expect(gone.status).toBe(200);
    await sandbox.advanceTo(sandbox.world.clock.now() + MINUTE);
    const [next] = (await call(second, pods, tokens[1])).body.items;
    expect(next.metadata.name).not.toBe(rates.metadata.name);
    expect(runningApp(next)).toBe('rates');
  });

  it('should break, hurry and heal by the command line', async () => {
    expect(await ctl('faults')).toMatch(
      /scaled-to-zero-search +Search was scaled to zero +team-a/,
    );
    expect(await ctl('clock')).toContain('behind the wall clock');
    expect(await ctl('fault', 'scaled-to-zero-search')).toContain(
      'Injected scaled-to-zero-search',
    );
    expect(await ctl('fault', 'scaled-to-zero-search')).toMatch(
      /^failed: .*active/,
    );
    expect(await ctl('fault', 'nonsense')).toBe(
      "failed: There is no fault 'nonsense' (all: make faults)\n",
    );
    expect(await git('log', '-1', '--format=%an: %s')).toBe(
      'Alice Almeida: Pause search for the reindexing',
    );
    await ctl('clock', 'advance', '2m');
    expect((await kubernetes(search)).spec.replicas).toBe(0);
    expect((await kubernetes(search)).status.readyReplicas).toBeUndefined();
    expect(await ctl('faults')).toContain(
      '● active: scaled-to-zero-search since',
    );
    expect(await ctl('clock', 'advance', '1h')).toMatch(
      /^failed: .*SANDBOX_LAG/,
    );
    expect(await ctl('clock', 'advance', 'soon')).toMatch(/^failed: Send/);

    expect(await ctl('heal')).toBe('Healed scaled-to-zero-search.\n');
    await ctl('clock', 'advance', '2m');
    expect((await kubernetes(search)).status.readyReplicas).toBe(2);
    expect(await ctl('heal')).toBe('Nothing was broken.\n');
  });

  it('should start afresh without changing addresses or credentials', async () => {
    await sandbox.world.inject('bad-image-products');
    const before = { ...sandbox.endpoints };
    const world = sandbox.world;
    expect(await ctl('reset', '5')).toContain('afresh with seed 5');
    expect(sandbox.endpoints).toEqual(before);
    expect(sandbox.world).not.toBe(world);
    expect(sandbox.world.faults().some(fault => fault.activeSince)).toBe(false);
    const products = sandbox.world.store.get(
      resourceTypes.deployments,
      'team-a-prod',
      'products',
    )!;
    expect(products.status.readyReplicas).toBeGreaterThan(1);
    expect(await git('log', '-1', '--format=%s')).toMatch(/^Release/);
    const namespaces = await fetch(
      `${before.kubernetes!.url}/api/v1/namespaces`,
      {
        headers: { authorization: `Bearer ${before.kubernetes!.token}` },
      },
    );
    expect(namespaces.status).toBe(200);
  });

  it('should not be steered by a page in a browser', async () => {
    const response = await fetch(`${sandbox.endpoints.control.url}/heal`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(response.status).toBe(403);
    const unknown = await fetch(`${sandbox.endpoints.control.url}/nothing`);
    expect(unknown.status).toBe(404);
  });

  it('should give people other roles', async () => {
    const { control } = sandbox.endpoints;
    const give = async (username: string, roles: unknown) => {
      const answer = await fetch(`${control.url}/people/${username}/roles`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ roles }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const { roles } = sandbox.directory!.find('bob')!;
    expect(await give('bob', ['team-a-viewer'])).toEqual({
      status: 200,
      body: { username: 'bob', roles: ['team-a-viewer'] },
    });
    expect(sandbox.directory!.find('bob')!.roles).toEqual(['team-a-viewer']);
    expect((await give('bob', roles)).body.roles).toEqual(roles);
    expect((await give('bob', 'all')).status).toBe(400);
    expect((await give('bob', [1])).status).toBe(400);
    expect((await give('nobody', [])).status).toBe(404);
  });

  it('should push telemetry into servers that are given, and go on while they are away', async () => {
    const received = { '/api/v1/import/prometheus': 0, '/insert/jsonline': 0 };
    let away = false;
    const server = await listen(
      { host: '127.0.0.1', port: 0 },
      () => (req, res) => {
        const path = req.url!.split('?')[0] as keyof typeof received;
        let body = '';
        req.on('data', chunk => (body += chunk));
        req.on('end', () => {
          received[path] += body.split('\n').length - 1;
          const ok = path === '/api/v1/import/prometheus' ? 204 : 200;
          res.writeHead(away ? 400 : ok).end();
        });
      },
    );
    const warnings: string[] = [];
    const pushing = await startSandbox({
      historyMs: 6 * MINUTE,
      replaced: {
        metrics: server.url,
        logs: server.url,
        traces: true,
        git: true,
      },
      onWarning: message => warnings.push(message),
    });
    expect(received['/api/v1/import/prometheus']).toBeGreaterThan(10_000);
    expect(received['/insert/jsonline']).toBeGreaterThan(300);
    expect(pushing.endpoints.metrics).toBeUndefined();
    expect(pushing.endpoints.logs).toBeUndefined();
    expect(pushing.endpoints.traces).toBeUndefined();
    await expect(pushing.reset()).rejects.toThrow('in a server of yours');
    away = true;
    const { clock } = pushing.world;
    const before = clock.now();
    await expect(pushing.advanceTo(before + MINUTE)).rejects.toThrow(
      /did not take/,
    );
    expect(clock.now()).toBe(before + MINUTE);
    expect(warnings[0]).toMatch(/^Victoria\w+ did not take \d+ lines/);
    away = false;
    await pushing.advanceTo(before + 2 * MINUTE);
    await pushing.close();
    await server.close();
  });

  it('should leave nothing behind when a port is taken or at its end', async () => {
    const taken = Number(new URL(sandbox.endpoints.control.url).port);
    await expect(
      startSandbox({ historyMs: 0, ports: { control: taken } }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const partial = await startSandbox({
      historyMs: 0,
      replaced: { git: true, oidc: true, kubernetes: true },
    });
    expect(Object.keys(partial.endpoints).sort()).toEqual([
      'control',
      'logs',
      'metrics',
      'traces',
    ]);
    await partial.world.inject('scaled-to-zero-search');
    const { deployments } = resourceTypes;
    expect(
      partial.world.store.get(deployments, 'team-a-prod', 'search')!.spec
        .replicas,
    ).toBe(0);
    await partial.close();
    await expect(
      fetch(`${partial.endpoints.control.url}/health`),
    ).rejects.toThrow();
    expect(existsSync(join(folder, 'data/git'))).toBe(true);
  });
});
