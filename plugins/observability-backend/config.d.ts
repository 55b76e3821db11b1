import { HumanDuration } from '@backstage/types';

export interface Config {
  observability?: {
    /** The scan for what is unusual in metrics and logs of every owned namespace. */
    anomalies?: {
      /** With `false` nothing is scanned; what was found before can still be read. Default: true. */
      enabled?: boolean;
      /** Time between two scans of a namespace, 30 seconds at least. Default: 5 minutes. */
      interval?: HumanDuration | string;
      /** How long one namespace is scanned before others get their turn, 5 seconds at least. Default: 1 minute. */
      deadline?: HumanDuration | string;
      /** How long anomalies are kept after their end, an hour at least. Default: 30 days. */
      retention?: HumanDuration | string;
      /** Namespaces that one backend scans at once, and so its queries to the stores, 1 to 16. Default: 2. */
      concurrency?: number;
      /** From which confidence on, 0 to 1, something counts as an anomaly. Default: 0.9. */
      minConfidence?: number;
      /** From which confidence on, 0 to 1, the owners of the namespace are notified. Default: 0.95. */
      notifyConfidence?: number;
    };
  };
}
