import {
  ApiBlueprint,
  createFrontendModule,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { kubernetesProxyApiRef } from '@backstage/plugin-kubernetes-react';
import { NamespacePodClient } from './NamespacePodClient';

/** Takes the place of the stock client, whose proxy is closed. */
const podApi = ApiBlueprint.make({
  name: 'proxy',
  params: defineParams =>
    defineParams({
      api: kubernetesProxyApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new NamespacePodClient(deps),
    }),
});

export const kubernetesModule = createFrontendModule({
  pluginId: 'kubernetes',
  extensions: [podApi],
});
