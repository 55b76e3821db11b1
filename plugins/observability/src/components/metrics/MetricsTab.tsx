import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useEntityTarget } from '../../hooks/useEntityTarget';
import { useTimeWindow } from '../../hooks/useTimeWindow';
import { ChartGroup } from '../charts';
import { StoreGate } from '../common/StoreGate';
import { TimeRangePicker } from '../time';
import { PanelsView } from './panels/PanelsView';
import { QueryView } from './query/QueryView';
import { metricViews, MetricViewName, useMetricState } from './useMetricState';
import palette from '../charts/palette.module.css';
import styles from '../common/common.module.css';

const VIEW_WORDS: Record<MetricViewName, string> = {
  panels: 'Panels',
  query: 'Query',
};

/** The Metrics tab: the panels of the catalogue for one workload on one time axis, and a query for the rest. */
export function MetricsTab() {
  const target = useEntityTarget();
  const time = useTimeWindow();
  const state = useMetricState();
  return (
    <div className={`${palette.palette} ${styles.tab}`}>
      <div className={styles.toolbar}>
        <ToggleButtonGroup
          aria-label="View"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[state.view]}
          onSelectionChange={keys => {
            const [view] = [...keys];
            if (view) {
              state.setView(view as MetricViewName);
            }
          }}
        >
          {metricViews.map(view => (
            <ToggleButton key={view} id={view}>
              {VIEW_WORDS[view]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <TimeRangePicker time={time} />
      </div>
      <StoreGate target={target} store="metrics">
        {found => (
          <ChartGroup>
            {state.view === 'query' ? (
              <QueryView target={found} time={time} state={state} />
            ) : (
              <PanelsView
                target={target}
                service={found.service}
                time={time}
                linkTo={state.linkTo}
              />
            )}
          </ChartGroup>
        )}
      </StoreGate>
    </div>
  );
}
