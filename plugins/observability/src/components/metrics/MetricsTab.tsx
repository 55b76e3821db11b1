import { useApi } from '@backstage/frontend-plugin-api';
import { Section, SkeletonRows, useLoad } from '@internal/page-kit';
import {
  ChangeMark,
  MetricPanelInfo,
  TargetRef,
} from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../../api';
import { useEntityTarget } from '../../hooks/useEntityTarget';
import { useMarks } from '../../hooks/useMarks';
import { TimeWindow, useTimeWindow } from '../../hooks/useTimeWindow';
import { ChartGroup } from '../charts';
import { Changes } from '../common/Changes';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';
import { StoreGate } from '../common/StoreGate';
import { TimeRangePicker } from '../time';
import { MetricPanelChart } from './MetricPanelChart';
import palette from '../charts/palette.module.css';
import styles from '../common/common.module.css';

const GROUPS: Record<MetricPanelInfo['group'], string> = {
  requests: 'Requests',
  resources: 'Resources',
  workload: 'Workload',
};
const NO_MARKS: readonly ChangeMark[] = [];

/** The Metrics tab: the panels of the catalogue for one workload, on one time axis. */
export function MetricsTab() {
  const target = useEntityTarget();
  const time = useTimeWindow();
  return (
    <div className={`${palette.palette} ${styles.tab}`}>
      <div className={styles.toolbar}>
        <TimeRangePicker time={time} />
      </div>
      <StoreGate target={target} store="metrics">
        {() => <Panels target={target} time={time} />}
      </StoreGate>
    </div>
  );
}

function Panels(props: { target: TargetRef; time: TimeWindow }) {
  const { target, time } = props;
  const api = useApi(observabilityApiRef);
  const { value, error, reload } = useLoad({
    key: 'panels',
    load: signal => api.listMetricPanels({ signal }),
  });
  const marks = useMarks(target, time);
  if (!value) {
    return error ? (
      <ObservabilityErrorPanel
        error={error}
        what="The list of panels could not be loaded"
        onRetry={reload}
      />
    ) : (
      <SkeletonRows label="Loading panels" rows={3} height={200} />
    );
  }
  return (
    <ChartGroup>
      <Changes marks={marks} />
      {Object.entries(GROUPS).map(([group, title]) => (
        <Section key={group} title={title}>
          <div className={styles.grid}>
            {value.panels
              .filter(panel => panel.group === group)
              .map(panel => (
                <MetricPanelChart
                  key={panel.id}
                  panel={panel}
                  target={target}
                  time={time}
                  marks={marks.value?.marks ?? NO_MARKS}
                />
              ))}
          </div>
        </Section>
      ))}
    </ChartGroup>
  );
}
