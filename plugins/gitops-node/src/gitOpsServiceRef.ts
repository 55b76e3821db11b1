import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGitOpsConfig } from './config';
import { DefaultGitOpsService } from './DefaultGitOpsService';
import { GitOpsService } from './GitOpsService';

/**
 * The Git repositories in `gitops.repositories` of the configuration.
 * @public
 */
export const gitOpsServiceRef = createServiceRef<GitOpsService>({
  id: 'gitops.service',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        plugin: coreServices.pluginMetadata,
      },
      async factory({ config, lifecycle, plugin }) {
        const options = readGitOpsConfig(config);
        const shutdown = new AbortController();
        const temporary = options.workingDirectory
          ? undefined
          : await mkdtemp(join(tmpdir(), 'backstage-gitops-'));
        lifecycle.addShutdownHook(async () => {
          shutdown.abort(new Error('The backend is shutting down'));
          if (temporary) {
            await rm(temporary, { recursive: true, force: true });
          }
        });
        return DefaultGitOpsService.create({
          options,
          directory:
            temporary ?? join(options.workingDirectory!, plugin.getId()),
          shutdown: shutdown.signal,
        });
      },
    }),
});
