import { useApi } from '@backstage/frontend-plugin-api';
import {
  DataColumn,
  DataTable,
  EmptyPanel,
  formatSeconds,
  Section,
  SkeletonRows,
  StatusBadge,
  useLoad,
  visibleText,
  When,
} from '@internal/page-kit';
import { TargetRef, TraceSummary } from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../../api';
import { useEntityTarget } from '../../hooks/useEntityTarget';
import { TimeWindow, useTimeWindow } from '../../hooks/useTimeWindow';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';
import { StoreGate } from '../common/StoreGate';
import { TimeRangePicker } from '../time';
import styles from '../common/common.module.css';

const MS_PER_SECOND = 1_000;

const columns: DataColumn<TraceSummary>[] = [
  {
    id: 'operation',
    title: 'Operation',
    rowHeader: true,
    cell: trace => visibleText(`${trace.service} ${trace.operation}`),
  },
  {
    id: 'duration',
    title: 'Duration',
    cell: trace => formatSeconds(trace.durationMs / MS_PER_SECOND),
  },
  {
    id: 'state',
    title: 'State',
    cell: trace => (
      <StatusBadge
        label={
          trace.failed
            ? { word: 'Failed', tone: 'danger' }
            : { word: 'Succeeded', tone: 'success' }
        }
      />
    ),
  },
  { id: 'spans', title: 'Spans', cell: trace => trace.spans },
  { id: 'start', title: 'Start', cell: trace => <When iso={trace.start} /> },
];

/** The Traces tab: the slowest requests through one workload. */
export function TracesTab() {
  const target = useEntityTarget();
  const time = useTimeWindow();
  return (
    <div className={styles.tab}>
      <div className={styles.toolbar}>
        <TimeRangePicker time={time} />
      </div>
      <StoreGate target={target} store="traces">
        {() => <SlowestTraces target={target} time={time} />}
      </StoreGate>
    </div>
  );
}

function SlowestTraces(props: { target: TargetRef; time: TimeWindow }) {
  const { target, time } = props;
  const api = useApi(observabilityApiRef);
  const request = { ...target, window: time.window };
  const { value, error, reload } = useLoad({
    key: `${JSON.stringify(request)} ${time.turn}`,
    load: signal => api.searchTraces(request, { signal }),
  });
  return (
    <Section title="Slowest traces">
      {error && (
        <ObservabilityErrorPanel
          error={error}
          what="The traces could not be read"
          onRetry={reload}
          target={target}
        />
      )}
      {!value && !error && <SkeletonRows label="Loading traces" />}
      {value?.traces.length === 0 && (
        <EmptyPanel title="No traces in this window">
          No request through this component was traced in this time. Choose a
          longer time, or ask the platform team how many requests are sampled.
        </EmptyPanel>
      )}
      {value && value.traces.length > 0 && (
        <DataTable
          label="Slowest traces"
          columns={columns}
          items={value.traces}
          keyOf={trace => trace.traceId}
        />
      )}
    </Section>
  );
}
