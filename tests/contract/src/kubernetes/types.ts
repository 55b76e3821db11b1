import type { ApiClient } from './ApiClient';

/** What a case works with: a client, and a namespace of its own. */
export type KubernetesCaseContext = {
  client: ApiClient;
  /** Exists, is empty but for what the cluster puts into each, and is deleted afterwards. */
  namespace: string;
};

/** One thing that every Kubernetes API that we talk to must do; throws by `expect` when it does not. */
export type KubernetesCase = {
  name: string;
  run(context: KubernetesCaseContext): Promise<void>;
};
