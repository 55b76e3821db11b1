import { KubernetesApi } from '../support/KubernetesApi';
import { canary } from './plant';

const NAMESPACES = ['team-a-prod', 'team-a-staging'];

/** Words of one namespace, each in an object of another kind. */
export type PlantedWords = {
  namespace: string;
  secret: string;
  configMap: string;
  event: string;
};

/** Puts words into objects of team-a that only a cluster has: no repository and no store holds them. */
export async function plantInCluster(
  api: KubernetesApi,
): Promise<PlantedWords[]> {
  const planted: PlantedWords[] = [];
  for (const namespace of NAMESPACES) {
    const words = {
      namespace,
      secret: canary('secret'),
      configMap: canary('configmap'),
      event: canary('event'),
    };
    const base = `/api/v1/namespaces/${namespace}`;
    const create = (plural: string, body: object) =>
      api.demand({ method: 'POST', path: `${base}/${plural}`, body });
    await create('secrets', {
      metadata: { name: 'planted' },
      stringData: { word: words.secret },
    });
    await create('configmaps', {
      metadata: { name: 'planted' },
      data: { word: words.configMap },
    });
    const now = new Date().toISOString();
    await create('events', {
      metadata: { name: 'planted' },
      type: 'Warning',
      reason: 'Planted',
      message: words.event,
      involvedObject: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'planted',
        namespace,
      },
      source: { component: 'attack-suite' },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    });
    planted.push(words);
  }
  return planted;
}
