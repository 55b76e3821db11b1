import { HumanDuration } from '@backstage/types';

/** How to reach one log or metric store. */
interface ObservabilityStoreConfig {
  /**
   * Base URL, http or https, without credentials or query; a path is kept as a
   * prefix. Only the backend reads it.
   */
  url: string;
  /**
   * At most one of the two; one whose keys are all unset counts as absent.
   * Default: no authentication.
   */
  auth?: {
    /** Both keys or none. */
    basic?: {
      username?: string;
      /** @visibility secret */
      password?: string;
    };
    bearer?: {
      /** @visibility secret */
      token?: string;
    };
  };
  /**
   * More request headers, for example `AccountID` and `ProjectID` for a tenant of
   * the store. Default: none. `Authorization` and `Host` are refused here.
   * @deepVisibility secret
   */
  headers?: { [name: string]: string };
  /** How long one query may take, its waiting and reading included. Default 10 seconds. */
  deadline?: HumanDuration | string;
  /** How many queries of this backend the store sees at once. Default 8. */
  maxConcurrency?: number;
  /** How many more may wait before new ones are refused. Default 128. */
  maxQueue?: number;
}

/** Names in the stores; each key defaults to that of cAdvisor, kube-state-metrics, OpenTelemetry or Vector. */
interface ObservabilityVocabularyConfig {
  /** Log fields: namespace, pod, container, level, traceId. */
  logs?: { [key: string]: string };
  /**
   * Metric and label names, for example `httpServerDuration`; see `Vocabulary` for the keys and defaults.
   * RPC is read beside HTTP: `rpcServerDuration` (default `rpc_server_call_duration_seconds`) and
   * `rpcClientDuration` (default `rpc_client_call_duration_seconds`) are histograms in seconds, and
   * `rpcStatusCode` (default `rpc_response_status_code`) is the label with the name of the gRPC status, such as `OK`.
   */
  metrics?: { [key: string]: string };
}

export interface Config {
  observability?: {
    /** Stores by the cluster's name. Default: none, so that logs and metrics are not available. */
    clusters?: {
      [cluster: string]: {
        logs?: {
          /** Kind of store. */
          type: 'victorialogs';
        } & ObservabilityStoreConfig;
        metrics?: {
          /** Kind of store. */
          type: 'victoriametrics';
        } & ObservabilityStoreConfig;
        /** Overrides `observability.vocabulary` for this cluster, key by key. */
        vocabulary?: ObservabilityVocabularyConfig;
      };
    };
    /** Names used by every cluster. Default: those of `Vocabulary`. */
    vocabulary?: ObservabilityVocabularyConfig;
  };
}
