import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitOpsService } from './GitOpsService';
import { gitOpsServiceRef } from './gitOpsServiceRef';
import { gitOpsServiceMock } from './testUtils';

describe('gitOpsServiceRef', () => {
  it('should make a service from the configuration, with mirrors per plugin, until shutdown', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gitops-ref-'));
    const url = join(folder, 'demo.git');
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', url]);
    const workingDirectory = join(folder, 'mirrors');
    let service: GitOpsService | undefined;
    const plugin = createBackendPlugin({
      pluginId: 'rca',
      register(reg) {
        reg.registerInit({
          deps: { gitOps: gitOpsServiceRef },
          async init({ gitOps }) {
            service = gitOps;
          },
        });
      },
    });
    const gitops = { workingDirectory, repositories: { demo: { url } } };
    const backend = await startTestBackend({
      features: [plugin, mockServices.rootConfig.factory({ data: { gitops } })],
    });
    expect(await service!.log({ repository: 'demo' })).toEqual([]);
    expect(await readdir(workingDirectory)).toEqual(['rca']);
    await backend.stop();
    await expect(service!.log({ repository: 'demo' })).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    await rm(folder, { recursive: true });

    const mock = gitOpsServiceMock.mock({ readFile: async () => 'text' });
    expect(await mock.readFile({ repository: 'x', path: 'y' })).toBe('text');
  });
});
