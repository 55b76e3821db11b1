import { NamespacePodClient } from './NamespacePodClient';

describe('NamespacePodClient', () => {
  const fetch = jest.fn();
  const client = new NamespacePodClient({
    discoveryApi: { getBaseUrl: async plugin => `http://portal/api/${plugin}` },
    fetchApi: { fetch },
  });
  const pod = {
    clusterName: 'sandbox-2',
    namespace: 'team-a-prod',
    podName: 'settlement-1',
    containerName: 'app',
  };

  it('should ask the routes of one namespace', async () => {
    fetch.mockImplementation(async () =>
      Response.json({
        text: 'line\n',
        truncated: false,
        items: [{ count: 1 }],
      }),
    );
    expect(await client.getPodLogs({ ...pod, previous: true })).toEqual({
      text: 'line\n',
    });
    expect(
      await client.getEventsByInvolvedObjectName({
        clusterName: 'one',
        namespace: 'n',
        involvedObjectName: 'a',
      }),
    ).toEqual([{ count: 1 }]);
    await client.getPodLogs({ ...pod, namespace: '../x', podName: 'a/b?c' });
    const base = 'http://portal/api/kubernetes/clusters';
    expect(fetch.mock.calls.map(([url]) => url)).toEqual([
      `${base}/sandbox-2/namespaces/team-a-prod/pods/settlement-1/log?container=app&previous=true`,
      `${base}/one/namespaces/n/events?involvedObjectName=a`,
      `${base}/sandbox-2/namespaces/..%2Fx/pods/a%2Fb%3Fc/log?container=app&previous=false`,
    ]);
  });

  it('should say that a log was cut, and what went wrong', async () => {
    fetch.mockResolvedValueOnce(
      Response.json({ text: 'first', truncated: true }),
    );
    expect((await client.getPodLogs(pod)).text).toMatch(/^first\n… the log/);
    fetch.mockResolvedValueOnce(
      Response.json(
        { error: { name: 'NotAllowedError', message: 'not yours' } },
        { status: 403, statusText: 'Forbidden' },
      ),
    );
    await expect(client.getPodLogs(pod)).rejects.toThrow(/not yours/);
    await expect(client.deletePod()).rejects.toThrow(/Git/);
  });
});
