export { KubernetesCollector } from './KubernetesCollector';
export {
  emptyKubernetesFacts,
  type ConfigMapFacts,
  type KubernetesFacts,
} from './KubernetesFacts';
export { readKubernetes, type KubernetesReading } from './readKubernetes';
