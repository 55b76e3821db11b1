/**
 * Names of metrics and log fields, so that no query spells them out by hand.
 * Defaults are those of cAdvisor, kube-state-metrics, the OpenTelemetry HTTP
 * and RPC conventions and the Kubernetes enrichment of Vector.
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
    /** Default `pod`. */
    pod: string;
    /** Default `container`. */
    container: string;
    /** Default `http_server_request_duration_seconds`. */
    httpServerDuration: string;
    /** Default `http_client_request_duration_seconds`. */
    httpClientDuration: string;
    /**
     * A histogram in seconds, of gRPC and other RPC. Default
     * `rpc_server_call_duration_seconds`.
     */
    rpcServerDuration: string;
    /** Default `rpc_client_call_duration_seconds`, in seconds as well. */
    rpcClientDuration: string;
    /** The label of a service's own name. Default `service_name`. */
    serviceName: string;
    /** The client-side label of the called service. Default `server_address`. */
    peer: string;
    /** Default `http_response_status_code`. */
    statusCode: string;
    /** The label of a gRPC status by its name. Default `rpc_response_status_code`. */
    rpcStatusCode: string;
    /** Default `container_cpu_usage_seconds_total`. */
    cpuUsage: string;
    /** Default `container_cpu_cfs_throttled_periods_total`. */
    cpuThrottledPeriods: string;
    /** Default `container_cpu_cfs_periods_total`. */
    cpuPeriods: string;
    /** Default `container_memory_working_set_bytes`. */
    memoryWorkingSet: string;
    /** Default `kube_pod_container_resource_limits`. */
    resourceLimits: string;
    /** Default `kube_pod_container_status_restarts_total`. */
    containerRestarts: string;
    /** Default `kube_deployment_spec_replicas`. */
    deploymentReplicas: string;
    /** Default `kube_deployment_status_replicas_available`. */
    deploymentReplicasAvailable: string;
    /** The label of a Deployment's name. Default `deployment`. */
    deployment: string;
  };
  /** Attributes of a span or of its resource. */
  traces: {
    /** Default `k8s.namespace.name`. */
    namespace: string;
    /** Default `k8s.pod.name`. */
    pod: string;
  };
};

/** @public */
export const defaultVocabulary: Vocabulary = {
  logs: {
    namespace: 'kubernetes.pod_namespace',
    pod: 'kubernetes.pod_name',
    container: 'kubernetes.container_name',
    level: 'level',
    traceId: 'trace_id',
  },
  metrics: {
    namespace: 'namespace',
    pod: 'pod',
    container: 'container',
    httpServerDuration: 'http_server_request_duration_seconds',
    httpClientDuration: 'http_client_request_duration_seconds',
    rpcServerDuration: 'rpc_server_call_duration_seconds',
    rpcClientDuration: 'rpc_client_call_duration_seconds',
    serviceName: 'service_name',
    peer: 'server_address',
    statusCode: 'http_response_status_code',
    rpcStatusCode: 'rpc_response_status_code',
    cpuUsage: 'container_cpu_usage_seconds_total',
    cpuThrottledPeriods: 'container_cpu_cfs_throttled_periods_total',
    cpuPeriods: 'container_cpu_cfs_periods_total',
    memoryWorkingSet: 'container_memory_working_set_bytes',
    resourceLimits: 'kube_pod_container_resource_limits',
    containerRestarts: 'kube_pod_container_status_restarts_total',
    deploymentReplicas: 'kube_deployment_spec_replicas',
    deploymentReplicasAvailable: 'kube_deployment_status_replicas_available',
    deployment: 'deployment',
  },
  traces: {
    namespace: 'k8s.namespace.name',
    pod: 'k8s.pod.name',
  },
};
