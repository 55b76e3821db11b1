import { LogStore } from './LogStore';
import { MetricStore } from './MetricStore';

/**
 * Names of metrics and log fields, so that no query spells them out by hand.
 * Defaults are those of cAdvisor, kube-state-metrics, the OpenTelemetry HTTP
 * conventions and the Kubernetes enrichment of Vector.
 * @public
 */
export type Vocabulary = {
  logs: {
    /** Default `kubernetes.pod_namespace`. */
    namespace: string;
    /** Default `kubernetes.pod_name`. */
    pod: string;
    /** Default `kubernetes.container_name`. */
    container: string;
    /** Default `level`. */
    level: string;
    /** Default `trace_id`. */
    traceId: string;
  };
  metrics: {
    /** The label that carries the namespace. Default `namespace`. */
    namespace: string;
    /** Default `http_server_request_duration_seconds`. */
    httpServerDuration: string;
    /** Default `http_client_request_duration_seconds`. */
    httpClientDuration: string;
    /** The label of a service's own name. Default `service_name`. */
    serviceName: string;
    /** The client-side label of the called service. Default `server_address`. */
    peer: string;
    /** Default `http_response_status_code`. */
    statusCode: string;
  };
};

/** @public */
export interface ObservabilityService {
  /** @throws NotFoundError when no log store is configured for the cluster. */
  logs(cluster: string): LogStore;
  /** @throws NotFoundError when no metric store is configured for the cluster. */
  metrics(cluster: string): MetricStore;
  vocabulary(cluster: string): Vocabulary;
}
