import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { rawRequest } from '../__testUtils__/rawRequest';
import { TwoClusters } from '../__testUtils__/TwoClusters';
import { MAX_LOG_BYTES } from './NamespaceReader';

jest.setTimeout(60_000);

const BASE = '/api/kubernetes/clusters';
const LOG = 'pods/pod-of-team-a-prod/log';
const user = (name: string) => ({
  authorization: mockCredentials.user.header(`user:default/${name}`),
});

describe('pod logs and events', () => {
  let clusters: TwoClusters;

  beforeAll(async () => {
    clusters = await TwoClusters.start();
  });
  afterAll(() => clusters.stop());

  const get = (path: string, headers: Record<string, string> = user('alice')) =>
    request(clusters.backend.server).get(`${BASE}/${path}`).set(headers);

  it('should show each team its own, in the cluster where it is theirs', async () => {
    const mine = await get(`one/namespaces/team-a-prod/${LOG}?container=app`);
    expect(mine.body).toEqual({
      text: 'log of team-a-prod/pod-of-team-a-prod\n',
      truncated: false,
    });
    const events = await get(
      'two/namespaces/team-a-prod/events?involvedObjectKind=Pod&involvedObjectName=pod-of-team-a-prod',
      user('bob'),
    );
    expect(events.body).toMatchObject({
      items: [{ message: 'in two' }],
      truncated: false,
    });
    expect(
      (await get('one/namespaces/team-a-prod/events?involvedObjectName=other'))
        .body.items,
    ).toEqual([]);
    expect((await get('two/namespaces/monitoring/events')).status).toBe(200);

    for (const what of [LOG, 'events']) {
      for (const [cluster, namespace, name] of [
        ['two', 'team-a-prod', 'alice'],
        ['one', 'team-a-prod', 'bob'],
        ['one', 'team-a-prod', 'bella'],
        ['one', 'team-a-b-prod', 'alice'],
        ['one', 'kube-system', 'petra'],
        ['one', 'nosuch', 'alice'],
        ['nosuch', 'team-a-prod', 'alice'],
        ['one', 'team-a-prod', 'nina'],
      ]) {
        const answer = await get(
          `${cluster}/namespaces/${namespace}/${what}`,
          user(name),
        );
        expect([cluster, namespace, name, answer.status]).toEqual([
          cluster,
          namespace,
          name,
          403,
        ]);
      }
      const path = `one/namespaces/team-a-prod/${what}`;
      expect((await get(path, {})).status).toBe(401);
      const service = { authorization: mockCredentials.service.header() };
      expect((await get(path, service)).status).toBe(403);
    }
  });

  it('should put every read on the record and ask the policy first', async () => {
    clusters.auditor.createEvent.mockClear();
    clusters.permissions.authorize.mockResolvedValueOnce([
      { result: AuthorizeResult.DENY },
    ]);
    expect((await get(`one/namespaces/team-a-prod/${LOG}`)).status).toBe(403);
    await get('one/namespaces/team-a-prod/events');
    expect(
      clusters.auditor.createEvent.mock.calls
        .map(([event]) => event)
        .filter(({ eventId }) => /read$/.test(eventId)),
    ).toEqual([
      expect.objectContaining({
        eventId: 'pod-log-read',
        meta: {
          cluster: 'one',
          namespace: 'team-a-prod',
          pod: 'pod-of-team-a-prod',
        },
      }),
      expect.objectContaining({ eventId: 'events-read' }),
    ]);
  });

  it('should send a bounded part of a log, whatever there is', async () => {
    const { logText } = clusters;
    clusters.logText = () => 'ü'.repeat(MAX_LOG_BYTES);
    const { body } = await get(`one/namespaces/team-a-prod/${LOG}`);
    clusters.logText = logText;
    expect(body.truncated).toBe(true);
    const bytes = Buffer.byteLength(body.text);
    expect(bytes).toBeLessThanOrEqual(MAX_LOG_BYTES);
    expect(bytes).toBeGreaterThan(MAX_LOG_BYTES - 4);
  });

  it('should refuse whatever is more than a name or a number', async () => {
    const port = clusters.backend.server.port();
    const log = (query: string) => `one/namespaces/team-a-prod/${LOG}?${query}`;
    const hostile = [
      // Another path than the one that was decided about.
      'one/namespaces/team-a-prod/pods/../../monitoring/pods/x/log',
      'one/namespaces/team-a-prod/pods/%2e%2e/log',
      'one/namespaces/team-a-prod/pods/..%2f..%2fteam-a-b-prod%2fpods%2fx/log',
      'one/namespaces/team-a-prod/pods/x%3fcontainer=y/log',
      'one/namespaces/team-a-prod/pods/x%00/log',
      'one/namespaces/team-a-prod/pods/X/log',
      'one/namespaces/team-a-prod/pods//log',
      'one/namespaces/team-a-prod%2f..%2fteam-a-b-prod/events',
      'one/namespaces/team-a-prod%2fpods%2fx/events',
      'one/namespaces/../events',
      'one/namespaces/%2e%2e/events',
      'one/namespaces//events',
      'one/namespaces/TEAM-A-PROD/events',
      'one/namespaces/team-a-prod%20/events',
      'one/namespaces/team-a-prod%E2%80%8B/events',
      'one%2f..%2ftwo/namespaces/team-a-prod/events',
      'ONE/namespaces/team-a-prod/events',
      '%2e%2e/namespaces/team-a-prod/events',
      // Another question than the one that was meant.
      log('namespace=team-a-b-prod'),
      log('cluster=two'),
      log('pod=other'),
      log('limitBytes=999999999'),
      log('follow=true'),
      log('insecureSkipTLSVerifyBackend=true'),
      log('container=app%26previous=true'),
      log('container=app&container=other'),
      log('container[]=app'),
      log('container[x]=app'),
      log('tailLines=0'),
      log('tailLines=-1'),
      log('tailLines=1e3'),
      log('tailLines=5001'),
      log('tailLines=99999999999'),
      log('sinceSeconds=9999999'),
      log('previous=1'),
      'one/namespaces/team-a-prod/events?involvedObjectName=x,metadata.namespace=team-a-b-prod',
      'one/namespaces/team-a-prod/events?involvedObjectName=x%2C',
      'one/namespaces/team-a-prod/events?involvedObjectKind=pod!',
      'one/namespaces/team-a-prod/events?fieldSelector=metadata.name!=x',
      'one/namespaces/team-a-prod/events?limit=100000',
      'one/namespaces/team-a-prod/events?continue=x',
      // What there is no route for.
      'one/namespaces/team-a-prod/secrets',
      'one/namespaces/team-a-prod/pods/pod-of-team-a-prod/exec',
      'one/namespaces/team-a-prod/pods/pod-of-team-a-prod',
      'one/namespaces/team-a-prod/pods',
      'one/namespaces/team-a-prod',
      'one',
    ];
    for (const path of hostile) {
      const status = await rawRequest(port, `GET ${BASE}/${path}`, {
        ...user('alice'),
        'Impersonate-User': 'system:admin',
        'Backstage-Kubernetes-Cluster': 'two',
      });
      expect([path, [400, 403, 404].includes(status)]).toEqual([path, true]);
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const status = await rawRequest(
        port,
        `${method} ${BASE}/one/namespaces/team-a-prod/${LOG}`,
        user('alice'),
      );
      expect([method, status]).toEqual([method, 404]);
    }
  });

  it('should say what the cluster says about a log that is not there', async () => {
    const missing = await get('one/namespaces/team-a-prod/pods/nosuch/log');
    expect(missing.status).toBe(404);
    expect(missing.body.error.message).toMatch(/pods "nosuch" not found/);
    const wrong = await get(
      `one/namespaces/team-a-prod/${LOG}?container=nosuch`,
    );
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.message).toMatch(
      /container nosuch is not valid for pod/,
    );
  });
});
