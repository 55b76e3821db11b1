import { ConfigReader } from '@backstage/config';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { mockServices } from '@backstage/backend-test-utils';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject } from '@backstage/types';
import { ZitadelClient, ZitadelHttp } from '../client';
import { readZitadelProviderConfigs } from '../config';
import { ZitadelEntityProvider } from '../ZitadelEntityProvider';

/** A provider on a catalog that only remembers what it was told. */
export async function createTestProvider(options: {
  issuer: string;
  config?: JsonObject;
  /** What the catalog has from before this process. */
  existing?: Entity[];
}) {
  const [config] = readZitadelProviderConfigs(
    new ConfigReader({
      catalog: {
        providers: {
          zitadel: {
            main: {
              issuer: options.issuer,
              projectId: '200',
              token: 'pat',
              roles: { organizationIds: 'all' },
              ...options.config,
            },
          },
        },
      },
    }),
  );
  const mutations: EntityProviderMutation[] = [];
  const entities = new Map<string, Entity>();
  const connection = {
    refresh: jest.fn(),
    applyMutation: jest.fn(async (mutation: EntityProviderMutation) => {
      mutations.push(mutation);
      if (mutation.type === 'full') entities.clear();
      const added =
        mutation.type === 'full' ? mutation.entities : mutation.added;
      for (const { entity } of added) {
        entities.set(stringifyEntityRef(entity), entity);
      }
      for (const gone of mutation.type === 'delta' ? mutation.removed : []) {
        entities.delete((gone as { entityRef: string }).entityRef);
      }
    }),
  };
  const logger = mockServices.logger.mock();
  const catalog = catalogServiceMock({ entities: options.existing });
  const http = new ZitadelHttp({ ...config, retryBaseMs: 1 });
  const schedule = jest.fn(async () => {});
  const provider = new ZitadelEntityProvider({
    config,
    client: new ZitadelClient(http, config.client),
    catalog,
    auth: mockServices.auth.mock({
      getOwnServiceCredentials: mockServices.auth().getOwnServiceCredentials,
    }),
    logger,
    schedule,
  });
  await provider.connect(connection);
  return {
    provider,
    connection,
    mutations,
    entities,
    logger,
    schedule,
    catalog,
    sync: (signal = new AbortController().signal) => provider.sync(signal),
    memberOf: (id: string) =>
      entities.get(`user:default/${id}`)?.spec?.memberOf as
        | string[]
        | undefined,
  };
}
