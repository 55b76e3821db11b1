import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  AnomalyList,
  AnomalyMute,
  AnomalyMuteList,
  CreateMuteRequest,
  ListAnomaliesQuery,
  LogExportRequest,
  LogFields,
  LogFieldsRequest,
  LogLines,
  LogLinesRequest,
  LogPatterns,
  LogPatternsRequest,
  LogsRequest,
  LogTailEvent,
  LogVolume,
  LogVolumeRequest,
  MarksAnswer,
  MarksRequest,
  MetricNames,
  MetricNamesRequest,
  MetricPanel,
  MetricPanelList,
  MetricPanelRequest,
  MetricQueryAnswer,
  MetricQueryRequest,
  Target,
  TargetRef,
  Trace,
  TraceRequest,
  TraceSearchAnswer,
  TraceSearchRequest,
} from '@internal/plugin-observability-common';

/** @public */
export type CallOptions = { signal?: AbortSignal };

/** A file as the backend made it. @public */
export type ExportedFile = { name: string; content: Blob };

/**
 * What the pages need of the observability backend. Every call acts as the
 * signed-in user; what that user may not see is refused there.
 * @public
 */
export interface ObservabilityApi {
  /** Which stores answer for a workload. */
  getTarget(target: TargetRef, options?: CallOptions): Promise<Target>;
  /** What happened to a workload: rollouts, scaling, configuration. */
  getMarks(request: MarksRequest, options?: CallOptions): Promise<MarksAnswer>;

  getLogVolume(
    request: LogVolumeRequest,
    options?: CallOptions,
  ): Promise<LogVolume>;
  getLogPatterns(
    request: LogPatternsRequest,
    options?: CallOptions,
  ): Promise<LogPatterns>;
  getLogLines(
    request: LogLinesRequest,
    options?: CallOptions,
  ): Promise<LogLines>;
  getLogFields(
    request: LogFieldsRequest,
    options?: CallOptions,
  ): Promise<LogFields>;
  /** Lines as they are written, until the signal or an `ended`. */
  tailLogs(
    request: LogsRequest,
    options: { signal: AbortSignal },
  ): AsyncIterable<LogTailEvent>;
  exportLogs(
    request: LogExportRequest,
    options?: CallOptions,
  ): Promise<ExportedFile>;

  listMetricPanels(options?: CallOptions): Promise<MetricPanelList>;
  getMetricPanel(
    request: MetricPanelRequest,
    options?: CallOptions,
  ): Promise<MetricPanel>;
  queryMetrics(
    request: MetricQueryRequest,
    options?: CallOptions,
  ): Promise<MetricQueryAnswer>;
  getMetricNames(
    request: MetricNamesRequest,
    options?: CallOptions,
  ): Promise<MetricNames>;

  searchTraces(
    request: TraceSearchRequest,
    options?: CallOptions,
  ): Promise<TraceSearchAnswer>;
  getTrace(request: TraceRequest, options?: CallOptions): Promise<Trace>;

  listAnomalies(
    query: ListAnomaliesQuery,
    options?: CallOptions,
  ): Promise<AnomalyList>;
  listMutes(options?: CallOptions): Promise<AnomalyMuteList>;
  createMute(request: CreateMuteRequest): Promise<AnomalyMute>;
  deleteMute(id: string): Promise<void>;
}

/** @public */
export const observabilityApiRef = createApiRef<ObservabilityApi>().with({
  id: 'plugin.observability.client',
  pluginId: 'observability',
});
