import { createBackend } from '@backstage/backend-defaults';
import {
  BackstageCredentials,
  BackstageUserPrincipal,
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import {
  ClusterService,
  clusterServiceRef,
} from '@internal/plugin-cluster-node';
import { GitOpsService, gitOpsServiceRef } from '@internal/plugin-gitops-node';
import {
  ObservabilityService,
  observabilityServiceRef,
} from '@internal/plugin-observability-node';
import {
  TenancyService,
  tenancyServiceRef,
} from '@internal/plugin-tenancy-node';

/** The product's own services, as its backend would wire them. */
export type Services = {
  config: ConfigReader;
  clusters: ClusterService;
  gitOps: GitOpsService;
  observability: ObservabilityService;
  tenancy: TenancyService;
  stop(): Promise<void>;
};

/** Only what a person should see between two rows of a table. */
const quietLogger: LoggerService = {
  error: (message, meta) => process.stderr.write(`${message} ${meta ?? ''}\n`),
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => quietLogger,
};

/**
 * Starts the product's services against a configuration, without HTTP and
 * database. Users are whom `userCredentials` names; their groups are given here
 * in place of a sign-in.
 */
export async function startServices(options: {
  config: JsonObject;
  /** Group entity refs by user entity ref. */
  groups: Record<string, string[]>;
}): Promise<Services> {
  const config = new ConfigReader(options.config);
  const backend = createBackend();
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => config as never,
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => quietLogger,
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.auth,
      deps: {},
      factory: () =>
        ({
          isPrincipal: (credentials: BackstageCredentials, type: string) =>
            (credentials.principal as { type?: string }).type === type,
        } as never),
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.userInfo,
      deps: {},
      factory: () => ({
        async getUserInfo(credentials: BackstageCredentials) {
          const { userEntityRef } =
            credentials.principal as BackstageUserPrincipal;
          return {
            userEntityRef,
            ownershipEntityRefs: options.groups[userEntityRef] ?? [],
          };
        },
      }),
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.auditor,
      deps: {},
      factory: () => ({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
    }),
  );
  return new Promise((resolve, reject) => {
    backend.add(
      createBackendPlugin({
        pluginId: 'evaluation',
        register: env =>
          env.registerInit({
            deps: {
              clusters: clusterServiceRef,
              gitOps: gitOpsServiceRef,
              observability: observabilityServiceRef,
              tenancy: tenancyServiceRef,
            },
            async init(services) {
              resolve({ config, ...services, stop: () => backend.stop() });
            },
          }),
      }),
    );
    backend.start().catch(reject);
  });
}

/** Credentials as a sign-in would give them. */
export function userCredentials(
  userEntityRef: string,
): BackstageCredentials<BackstageUserPrincipal> {
  return {
    $$type: '@backstage/BackstageCredentials',
    principal: { type: 'user', userEntityRef },
  };
}
