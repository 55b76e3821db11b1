export {
  ApiClient,
  type ApiAnswer,
  type ApiCall,
  type KubernetesTarget,
} from './ApiClient';
export { kubernetesCases } from './kubernetesCases';
export type { KubernetesCase, KubernetesCaseContext } from './types';
