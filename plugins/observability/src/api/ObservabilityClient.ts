import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { PluginClient, readJsonLines } from '@internal/page-kit';
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
import {
  CallOptions,
  ExportedFile,
  ObservabilityApi,
} from './ObservabilityApi';

/** Nothing that a browser or an operating system reads as more than a name. */
const FILE_NAME = /filename="([\w.-]{1,100})"/;

/** {@link ObservabilityApi} over HTTP. */
export class ObservabilityClient implements ObservabilityApi {
  readonly #client: PluginClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#client = new PluginClient({ pluginId: 'observability', ...options });
  }

  getTarget(target: TargetRef, options?: CallOptions): Promise<Target> {
    return this.#get(['target'], target, options);
  }

  getMarks(request: MarksRequest, options?: CallOptions): Promise<MarksAnswer> {
    return this.#post(['marks'], request, options);
  }

  getLogVolume(
    request: LogVolumeRequest,
    options?: CallOptions,
  ): Promise<LogVolume> {
    return this.#post(['logs', 'volume'], request, options);
  }

  getLogPatterns(
    request: LogPatternsRequest,
    options?: CallOptions,
  ): Promise<LogPatterns> {
    return this.#post(['logs', 'patterns'], request, options);
  }

  getLogLines(
    request: LogLinesRequest,
    options?: CallOptions,
  ): Promise<LogLines> {
    return this.#post(['logs', 'lines'], request, options);
  }

  getLogFields(
    request: LogFieldsRequest,
    options?: CallOptions,
  ): Promise<LogFields> {
    return this.#post(['logs', 'fields'], request, options);
  }

  async *tailLogs(
    request: LogsRequest,
    options: { signal: AbortSignal },
  ): AsyncGenerator<LogTailEvent> {
    const response = await this.#client.request(['logs', 'tail'], {
      method: 'POST',
      body: request,
      streamed: true,
      ...options,
    });
    yield* readJsonLines<LogTailEvent>(response);
  }

  async exportLogs(
    request: LogExportRequest,
    options?: CallOptions,
  ): Promise<ExportedFile> {
    const response = await this.#client.request(['logs', 'export'], {
      method: 'POST',
      body: request,
      streamed: true,
      ...options,
    });
    const named = FILE_NAME.exec(
      response.headers.get('content-disposition') ?? '',
    );
    return {
      name: named?.[1] ?? `logs.${request.format}`,
      content: await response.blob(),
    };
  }

  listMetricPanels(options?: CallOptions): Promise<MetricPanelList> {
    return this.#get(['metrics', 'panels'], {}, options);
  }

  getMetricPanel(
    request: MetricPanelRequest,
    options?: CallOptions,
  ): Promise<MetricPanel> {
    return this.#post(['metrics', 'panel'], request, options);
  }

  queryMetrics(
    request: MetricQueryRequest,
    options?: CallOptions,
  ): Promise<MetricQueryAnswer> {
    return this.#post(['metrics', 'query'], request, options);
  }

  getMetricNames(
    request: MetricNamesRequest,
    options?: CallOptions,
  ): Promise<MetricNames> {
    return this.#post(['metrics', 'names'], request, options);
  }

  searchTraces(
    request: TraceSearchRequest,
    options?: CallOptions,
  ): Promise<TraceSearchAnswer> {
    return this.#post(['traces', 'search'], request, options);
  }

  getTrace(request: TraceRequest, options?: CallOptions): Promise<Trace> {
    return this.#post(['traces', 'trace'], request, options);
  }

  listAnomalies(
    query: ListAnomaliesQuery,
    options?: CallOptions,
  ): Promise<AnomalyList> {
    return this.#get(['anomalies'], query, options);
  }

  listMutes(options?: CallOptions): Promise<AnomalyMuteList> {
    return this.#get(['anomalies', 'mutes'], {}, options);
  }

  createMute(request: CreateMuteRequest): Promise<AnomalyMute> {
    return this.#post(['anomalies', 'mutes'], request);
  }

  async deleteMute(id: string): Promise<void> {
    await this.#client.request(['anomalies', 'mutes', id], {
      method: 'DELETE',
    });
  }

  async #get<T>(
    parts: string[],
    query: object,
    options?: CallOptions,
  ): Promise<T> {
    const response = await this.#client.request(parts, { query, ...options });
    return response.json();
  }

  async #post<T>(
    parts: string[],
    body: object,
    options?: CallOptions,
  ): Promise<T> {
    const response = await this.#client.request(parts, {
      method: 'POST',
      body,
      ...options,
    });
    return response.json();
  }
}
