import { Button, Select, Switch } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  EmptyPanel,
  formatSeconds,
  Section,
  SkeletonRows,
  useLoad,
  visibleText,
} from '@internal/page-kit';
import { TargetRef } from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../../api';
import { TimeWindow } from '../../hooks/useTimeWindow';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';
import { OperationList } from './OperationList';
import { TraceList } from './TraceList';
import { MIN_DURATIONS, TraceState } from './useTraceState';
import styles from '../common/common.module.css';

/** Among so many the slowest are found; each of them travels in full. */
const MAX_TRACES = 100;
const ANY = 'any';
const MS_PER_SECOND = 1_000;

const durations = [
  { id: ANY, label: 'Any duration' },
  ...MIN_DURATIONS.map(ms => ({
    id: String(ms),
    label: `At least ${formatSeconds(ms / MS_PER_SECOND)}`,
  })),
];

/** Operations and traces that the filter finds. */
export function TraceSearch(props: {
  target: TargetRef;
  time: TimeWindow;
  state: TraceState;
}) {
  const { target, time, state } = props;
  const { operation, minDuration, onlyErrors } = state;
  const api = useApi(observabilityApiRef);
  const request = {
    ...target,
    window: time.window,
    ...(operation && { operation }),
    ...(minDuration && { minDuration }),
    ...(onlyErrors && { onlyErrors }),
    limit: MAX_TRACES,
  };
  const { value, error, reload } = useLoad({
    key: `${JSON.stringify(request)} ${time.turn}`,
    load: signal => api.searchTraces(request, { signal }),
  });
  const filtered = Boolean(operation || minDuration || onlyErrors);
  return (
    <>
      <div className={styles.toolbar} role="search" aria-label="Find traces">
        <Select
          className={styles.choice}
          aria-label="Shortest duration"
          size="small"
          options={durations}
          value={minDuration ? String(minDuration) : ANY}
          onChange={key =>
            state.set('minDuration', key === ANY ? undefined : String(key))
          }
        />
        <Switch
          label="Only failed"
          isSelected={onlyErrors}
          onChange={state.setOnlyErrors}
        />
        {operation && (
          <span className={styles.muted}>{visibleText(operation)}</span>
        )}
        {filtered && (
          <Button size="small" variant="tertiary" onPress={state.clear}>
            Clear filter
          </Button>
        )}
      </div>
      {error && (
        <ObservabilityErrorPanel
          error={error}
          what={
            value
              ? 'The traces may be out of date'
              : 'The traces could not be read'
          }
          onRetry={reload}
          target={target}
        />
      )}
      {!value && !error && <SkeletonRows label="Loading traces" rows={5} />}
      {value?.traces.length === 0 && (
        <EmptyPanel
          title={filtered ? 'No trace matches' : 'No traces in this window'}
        >
          {filtered
            ? 'Clear the filter or choose a longer time.'
            : 'No request through this component was traced in this time. Choose a longer time, or ask the platform team how many requests are sampled.'}
        </EmptyPanel>
      )}
      {value && value.traces.length > 0 && (
        <>
          <Section title="Operations">
            <OperationList operations={value.operations} state={state} />
          </Section>
          <Section
            title={onlyErrors ? 'Slowest failed traces' : 'Slowest traces'}
            aside={
              value.truncated ? (
                <span className={styles.muted}>
                  Of the {value.traces.length} that the store gave first; a
                  shortest duration finds slower ones
                </span>
              ) : undefined
            }
          >
            <TraceList traces={value.traces} />
          </Section>
        </>
      )}
    </>
  );
}
