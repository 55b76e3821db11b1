import {
  createKubernetesApi,
  KubernetesApi,
  PORTAL_NAMESPACE,
  PORTAL_SERVICE_ACCOUNT,
} from '../kubernetes';
import type { Company } from './Company';
import type { KubernetesEndpoint } from './types';

/** Serves the cluster of a company, with keys of its own: no token of one cluster opens another. */
export async function serveKubernetes(options: {
  host: string;
  port: number;
  company: Company;
}): Promise<{ endpoint: KubernetesEndpoint; api: KubernetesApi }> {
  const { company, ...address } = options;
  const { store, clock, containerLogs } = company;
  const api = await createKubernetesApi({
    ...address,
    store,
    clock,
    containerLogs,
  });
  const token = await api.issueToken({
    namespace: PORTAL_NAMESPACE,
    name: PORTAL_SERVICE_ACCOUNT,
  });
  const { url, adminToken } = api;
  return { endpoint: { url, token, adminToken }, api };
}
