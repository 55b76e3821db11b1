import { Vocabulary } from '../Vocabulary';

/**
 * Credentials of TLS: PEM text, or the path of a file that is read again for
 * every new connection, so that a rotated certificate is taken without a restart.
 * @internal
 */
export type StoreTls = {
  ca?: TlsMaterial;
  cert?: TlsMaterial;
  key?: TlsMaterial;
  /** The name in the server's certificate, where it is not that of the URL. */
  serverName?: string;
};

/** @internal */
export type TlsMaterial = { pem: string } | { file: string };

/** How to reach one store. @internal */
export type StoreConfig = {
  url: URL;
  headers: Record<string, string>;
  deadlineMs: number;
  maxConcurrency: number;
  maxQueue: number;
  maxTails: number;
  tls?: StoreTls;
};

/** @internal */
export type StoreKind = 'logs' | 'metrics' | 'traces';

/** A store as configured; `type` is looked up among the known ones where it is built. @internal */
export type ConfiguredStore = {
  type: string;
  key: string;
  config: StoreConfig;
};

/** @internal */
export type ClusterObservabilityConfig = {
  [kind in StoreKind]?: ConfiguredStore;
} & { vocabulary: Vocabulary };

/** @internal */
export type ObservabilityConfig = {
  clusters: Map<string, ClusterObservabilityConfig>;
  vocabulary: Vocabulary;
};
