import { HumanDuration } from '@backstage/types';

/** How to reach one store. */
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
   * Certificates for an https URL. Each is PEM text (for example by `$file`) or,
   * with `File`, a path that is read again for every new connection, so that a
   * renewed certificate is taken without a restart. Default: the authorities that
   * Node.js trusts, and no client certificate.
   */
  tls?: {
    /** Authority of the server's certificate, in place of those that Node.js trusts. */
    ca?: string;
    caFile?: string;
    /** Certificate of the portal for mutual TLS; needs the key. */
    cert?: string;
    certFile?: string;
    /** @visibility secret */
    key?: string;
    keyFile?: string;
    /** Name in the server's certificate. Default: the host of the URL. */
    serverName?: string;
  };
  /**
   * More request headers, for example `AccountID` and `ProjectID` or `X-Scope-OrgID`
   * for a tenant of the store. Default: none. `Authorization` and `Host` are refused here.
   * @deepVisibility secret
   */
  headers?: { [name: string]: string };
  /** How long one query may take, its waiting and reading included. Default 10 seconds. */
  deadline?: HumanDuration | string;
  /** How many queries of this backend the store sees at once, live tails aside. Default 8. */
  maxConcurrency?: number;
  /** How many more may wait before new ones are refused. Default 128. */
  maxQueue?: number;
  /** How many live tails of this backend the store serves at once; more are refused. Default 32. */
  maxTails?: number;
}

/** Names in the stores; each key defaults to that of cAdvisor, kube-state-metrics, OpenTelemetry or Vector. */
interface ObservabilityVocabularyConfig {
  /**
   * Log fields: namespace, pod, container, level, traceId. Defaults are those of
   * Vector in VictoriaLogs; for Loki `namespace`, `pod`, `container`, `detected_level`
   * or else `level`, and `trace_id`.
   */
  logs?: { [key: string]: string };
  /**
   * Metric and label names, for example `httpServerDuration`; see `Vocabulary` for the keys and defaults.
   * RPC is read beside HTTP: `rpcServerDuration` (default `rpc_server_call_duration_seconds`) and
   * `rpcClientDuration` (default `rpc_client_call_duration_seconds`) are histograms in seconds, and
   * `rpcStatusCode` (default `rpc_response_status_code`) is the label with the name of the gRPC status, such as `OK`.
   */
  metrics?: { [key: string]: string };
  /**
   * Attributes of a span or its resource: namespace (default `k8s.namespace.name`),
   * pod (default `k8s.pod.name`).
   */
  traces?: { [key: string]: string };
}

export interface Config {
  observability?: {
    /** Stores by the cluster's name. Default: none, so that logs, metrics and traces are not available. */
    clusters?: {
      [cluster: string]: {
        logs?: {
          /** Kind of store. */
          type: 'victorialogs' | 'loki';
        } & ObservabilityStoreConfig;
        metrics?: {
          /** Kind of store. */
          type: 'victoriametrics' | 'prometheus';
        } & ObservabilityStoreConfig;
        traces?: {
          /** Kind of store. */
          type: 'jaeger' | 'tempo' | 'victoriatraces';
        } & ObservabilityStoreConfig;
        /** Overrides `observability.vocabulary` for this cluster, key by key. */
        vocabulary?: ObservabilityVocabularyConfig;
      };
    };
    /** Names used by every cluster. Default: those of `Vocabulary`. */
    vocabulary?: ObservabilityVocabularyConfig;
  };
}
