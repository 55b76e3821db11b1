import { useApi } from '@backstage/frontend-plugin-api';
import { Section, useLoad } from '@internal/page-kit';
import { ChangeMark, TargetRef } from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../../api';
import { useMarks } from '../../hooks/useMarks';
import { TimeWindow } from '../../hooks/useTimeWindow';
import { TimeRangePicker } from '../time';
import { LinesView, NoLines } from './lines/LinesView';
import { LogVolumeChart } from './LogVolumeChart';
import { useLogState } from './useLogState';
import styles from '../common/common.module.css';

const NO_MARKS: readonly ChangeMark[] = [];

/** Logs of one workload: how many when, and what they say. */
export function LogsView(props: { target: TargetRef; time: TimeWindow }) {
  const { target, time } = props;
  const api = useApi(observabilityApiRef);
  const state = useLogState();
  const request = { ...target, window: time.window, ...state.ask };
  const volume = useLoad({
    key: `${JSON.stringify(request)} ${time.turn}`,
    load: signal => api.getLogVolume(request, { signal }),
  });
  const marks = useMarks(target, time).value?.marks ?? NO_MARKS;
  return (
    <>
      <div className={styles.toolbar}>
        <TimeRangePicker time={time} />
      </div>
      <Section title="Volume">
        <LogVolumeChart
          target={target}
          volume={volume}
          time={time}
          state={state}
          marks={marks}
        />
      </Section>
      <Section title="Lines">
        <LinesView
          label="Log lines, newest first"
          request={request}
          turn={time.turn}
          onFilter={state.ask.query === undefined ? state.addChips : undefined}
          empty={<NoLines filtered={state.chips.length > 0} />}
        />
      </Section>
    </>
  );
}
