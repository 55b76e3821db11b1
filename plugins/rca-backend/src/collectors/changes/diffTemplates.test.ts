import { diffTemplates } from './diffTemplates';

describe('diffTemplates', () => {
  it('names every field that matters, and hides what looks secret', () => {
    const before = {
      metadata: {
        labels: { app: 'cart', 'pod-template-hash': 'a' },
        annotations: { 'checksum/config': '1' },
      },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'cart:1',
            env: [
              { name: 'TTL', value: '1800' },
              { name: 'DB_PASSWORD', value: 'old-secret' },
            ],
            envFrom: [{ configMapRef: { name: 'cart-config' } }],
            resources: { limits: { cpu: '500m', memory: '128Mi' } },
            readinessProbe: { httpGet: { path: '/ready', port: 80 } },
          },
        ],
        volumes: [{ name: 'v', configMap: { name: 'files' } }],
      },
    };
    const after = {
      metadata: {
        labels: { app: 'cart', 'pod-template-hash': 'b' },
        annotations: { 'checksum/config': '2' },
      },
      spec: {
        nodeSelector: { disk: 'ssd' },
        containers: [
          {
            name: 'app',
            image: 'cart:2',
            command: ['run'],
            env: [
              { name: 'TTL', value: '30m' },
              { name: 'DB_PASSWORD', value: 'new-secret' },
              {
                name: 'URL',
                valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
              },
            ],
            envFrom: [{ configMapRef: { name: 'cart-settings' } }],
            resources: { limits: { cpu: '500m', memory: '64Mi' } },
            readinessProbe: { httpGet: { path: '/healthz', port: 80 } },
          },
        ],
        volumes: [{ name: 'v', configMap: { name: 'files' } }],
      },
    } as never;
    const fields = diffTemplates(before, after);
    expect(
      fields.map(
        ({ kind, path, before: b, after: a }) =>
          `${kind} ${path}: ${b} -> ${a}`,
      ),
    ).toEqual([
      'config-reference annotations[checksum/config]: 1 -> 2',
      'command containers[app].command: undefined -> ["run"]',
      'config-reference containers[app].envFrom[ConfigMap cart-config]: ConfigMap cart-config -> undefined',
      'config-reference containers[app].envFrom[ConfigMap cart-settings]: undefined -> ConfigMap cart-settings',
      'env containers[app].env[DB_PASSWORD]: (hidden) -> (hidden)',
      'env containers[app].env[TTL]: 1800 -> 30m',
      'config-reference containers[app].env[URL]: undefined -> Secret s key k',
      'image containers[app].image: cart:1 -> cart:2',
      'probe containers[app].readinessProbe: {"httpGet":{"path":"/ready","port":80}} -> {"httpGet":{"path":"/healthz","port":80}}',
      'resources containers[app].resources.limits.memory: 128Mi -> 64Mi',
      'scheduling nodeSelector: undefined -> {"disk":"ssd"}',
    ]);
    expect(diffTemplates(before, before)).toEqual([]);
  });
});
