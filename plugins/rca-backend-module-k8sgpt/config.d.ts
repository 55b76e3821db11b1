import { HumanDuration } from '@backstage/types';

export interface Config {
  rca?: {
    /** Findings of k8sgpt, beside those of the portal's own rules. Default: not asked for. */
    k8sgpt?: {
      /** By name of the cluster; each is asked in one way. Of clusters that are not named nothing is asked. */
      clusters: {
        [cluster: string]: {
          /** Reads `Result` resources of the k8sgpt operator with the tenant's own token. */
          results?: {
            /** Namespace of the `Result` resources, which the tenants' tokens then may list. Default: each namespace of the investigation has its own. */
            namespace?: string;
          };
          /** Runs the `k8sgpt` program with the tenant's own token. */
          command?: {
            /** Absolute path of the program. */
            path: string;
          };
          /** Asks `k8sgpt serve --http`, which reads the cluster with its own rights. */
          server?: {
            /** Base URL. */
            url: string;
          };
        };
      };
      /** Analyzers that `command` and `server` run. Default: those of the kinds that a tenant may read. */
      filters?: string[];
      /** How long k8sgpt may take in one investigation. Default: 20 seconds. */
      deadline?: HumanDuration | string;
    };
  };
}
