import { ConfigReader } from '@backstage/config';
import { readRcaConfig } from './config';

describe('readRcaConfig', () => {
  const read = (rca: object | undefined, repositories: string[] = []) =>
    readRcaConfig(
      new ConfigReader({
        rca,
        gitops: {
          repositories: Object.fromEntries(
            repositories.map(name => [name, { url: 'x' }]),
          ),
        },
      } as never),
    );

  it('has defaults for everything', () => {
    expect(read(undefined)).toEqual({
      concurrency: { total: 8, perNamespace: 2, waitingPerNamespace: 10 },
      deadlineMs: 60_000,
      retentionMs: 90 * 24 * 3_600_000,
      reportRepository: 'reports',
      manifests: undefined,
    });
    expect(read(undefined, ['gitops']).manifests).toEqual({
      repository: 'gitops',
      namespacePath: 'clusters/{cluster}/{namespace}',
    });
    expect(
      read(
        {
          manifests: { repository: 'm', namespacePath: '{namespace}/' },
          deadline: '2m',
        },
        ['m'],
      ),
    ).toMatchObject({
      manifests: { repository: 'm', namespacePath: '{namespace}' },
      deadlineMs: 120_000,
    });
  });

  it.each([
    [
      { concurrency: { total: 0 } },
      "Invalid rca.concurrency.total '0': must be a whole number above 0",
    ],
    [{ deadline: '10ms' }, 'Invalid rca.deadline: must be at least 1 seconds'],
    [
      { manifests: { repository: 'x' } },
      "Invalid rca.manifests.repository 'x': must be a key of gitops.repositories",
    ],
    [
      { manifests: { namespacePath: 'all' } },
      "Invalid rca.manifests.namespacePath 'all': must contain {namespace}",
    ],
  ])('refuses %j', (rca, message) => {
    expect(() => read(rca)).toThrow(message);
  });
});
