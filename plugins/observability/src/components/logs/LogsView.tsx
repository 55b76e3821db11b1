import { useApi } from '@backstage/frontend-plugin-api';
import { Section, useLoad } from '@internal/page-kit';
import {
  ChangeMark,
  LogLanguage,
  TargetRef,
} from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../../api';
import { useMarks } from '../../hooks/useMarks';
import { TimeWindow } from '../../hooks/useTimeWindow';
import { Changes } from '../common/Changes';
import { LogFilterBar } from './filter/LogFilterBar';
import { QueryText } from './filter/QueryText';
import { LinesView, NoLines } from './lines/LinesView';
import { LiveTail } from './live/LiveTail';
import { LogToolbar } from './LogToolbar';
import { LogVolumeChart } from './LogVolumeChart';
import { PatternsView } from './patterns/PatternsView';
import { LogViewName, useLogState } from './useLogState';

const NO_MARKS: readonly ChangeMark[] = [];
const TITLES: Record<LogViewName, string> = {
  patterns: 'Patterns',
  lines: 'Lines',
  live: 'Live',
};

/** Logs of one workload: how many when, what they say, and each line. */
export function LogsView(props: {
  target: TargetRef;
  language: LogLanguage;
  time: TimeWindow;
}) {
  const { target, language, time } = props;
  const api = useApi(observabilityApiRef);
  const state = useLogState();
  const request = { ...target, window: time.window, ...state.ask };
  const volume = useLoad({
    key: `${JSON.stringify(request)} ${time.turn}`,
    load: signal => api.getLogVolume(request, { signal }),
  });
  const marks = useMarks(target, time);

  const edited = state.ask.query !== undefined;
  const view = {
    request,
    turn: time.turn,
    filtered: edited || state.chips.length > 0,
    onFilter: edited ? undefined : state.addChips,
  };
  return (
    <>
      <LogToolbar time={time} state={state} request={request} />
      <LogFilterBar state={state} request={request} />
      <QueryText state={state} ran={volume.value?.query} language={language} />
      {state.view !== 'live' && (
        <Section title="Volume">
          <LogVolumeChart
            target={target}
            volume={volume}
            time={time}
            state={state}
            marks={marks.value?.marks ?? NO_MARKS}
          />
          <Changes marks={marks} />
        </Section>
      )}
      <Section title={TITLES[state.view]}>
        {state.view === 'patterns' && <PatternsView {...view} />}
        {state.view === 'lines' && (
          <LinesView
            label="Log lines, newest first"
            empty={<NoLines filtered={view.filtered} />}
            {...view}
          />
        )}
        {state.view === 'live' && (
          <LiveTail request={request} onFilter={view.onFilter} />
        )}
      </Section>
    </>
  );
}
