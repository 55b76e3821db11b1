import { Target } from '@internal/plugin-observability-common';
import { useEntityTarget } from '../../hooks/useEntityTarget';
import { TimeWindow, useTimeWindow } from '../../hooks/useTimeWindow';
import { StoreGate } from '../common/StoreGate';
import { TimeRangePicker } from '../time';
import { TraceSearch } from './TraceSearch';
import { TraceView } from './TraceView';
import { useTraceState } from './useTraceState';
import palette from '../charts/palette.module.css';
import styles from '../common/common.module.css';

/** The Traces tab: slow and failing operations of one workload, its slowest traces, and one of them in full. */
export function TracesTab() {
  const target = useEntityTarget();
  const time = useTimeWindow();
  return (
    <div className={`${palette.palette} ${styles.tab}`}>
      <div className={styles.toolbar}>
        <TimeRangePicker time={time} />
      </div>
      <StoreGate target={target} store="traces">
        {found => <Traces target={found} time={time} />}
      </StoreGate>
    </div>
  );
}

function Traces(props: { target: Target; time: TimeWindow }) {
  const { time } = props;
  const { entityRef, cluster, namespace, stores } = props.target;
  const target = { entityRef, cluster, namespace };
  const state = useTraceState();
  return (
    <>
      {state.traceId && (
        <TraceView
          key={state.traceId}
          target={target}
          traceId={state.traceId}
          traceIdField={stores.logs?.traceIdField}
          onClose={() => state.set('trace', undefined)}
        />
      )}
      <TraceSearch target={target} time={time} state={state} />
    </>
  );
}
