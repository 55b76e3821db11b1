import { parseDiff } from './parseDiff';

describe('parseDiff', () => {
  it('pairs what a commit removed and added, by file and key', () => {
    const diff = [
      '--- a/clusters/x/cart/configmap.yaml',
      '+++ b/clusters/x/cart/configmap.yaml',
      '@@ -4,3 +4,3 @@ data:',
      '   LOG_LEVEL: info',
      '-  TTL: "1800"',
      '+  TTL: 30m',
      '-  API_TOKEN: abc',
      '+  API_TOKEN: def',
      '--- a/clusters/x/cart/deployment.yaml',
      '+++ b/clusters/x/cart/deployment.yaml',
      '-        - image: cart:1',
      '+        - image: cart:2',
      '-          cpu: 500m',
      '+          cpu: 500m',
      '+          path: /healthz',
    ].join('\n');
    expect(
      parseDiff(diff).map(
        ({ kind, file, path, before, after }) =>
          `${kind} ${file.split('/').at(-1)} ${path}: ${before} -> ${after}`,
      ),
    ).toEqual([
      'env configmap.yaml TTL: 1800 -> 30m',
      'env configmap.yaml API_TOKEN: (hidden) -> (hidden)',
      'image deployment.yaml image: cart:1 -> cart:2',
      'probe deployment.yaml path: undefined -> /healthz',
    ]);
  });
});
