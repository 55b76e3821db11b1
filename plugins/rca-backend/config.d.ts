import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Root-cause analysis. */
  rca?: {
    /** How many investigations run at once on one backend; more wait. */
    concurrency?: {
      /** Of everybody. Default: 8. */
      total?: number;
      /** Of one namespace. Default: 2. */
      perNamespace?: number;
      /** Investigations of one namespace that may wait; further ones are refused. Default: 10. */
      waitingPerNamespace?: number;
    };
    /** How long one investigation may take in all. Default: 60 seconds. */
    deadline?: HumanDuration | string;
    /** How long finished investigations are kept in the database. Default: 90 days. Reports in Git stay. */
    retention?: HumanDuration | string;
    reports?: {
      /** Key of `gitops.repositories` to which reports are committed. Default: `reports`. */
      repository?: string;
    };
    /** Where the manifests of services lie, for the commits that changed them. */
    manifests?: {
      /** Key of `gitops.repositories`. Default: `gitops` when there is such a repository, else commits are not looked at. */
      repository?: string;
      /**
       * Folder of one namespace, with `{cluster}` and `{namespace}` filled in; it
       * holds a folder for each service. Default: `clusters/{cluster}/{namespace}`.
       */
      namespacePath?: string;
    };
  };
}
