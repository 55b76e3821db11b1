import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { CopyButton } from '@internal/page-kit';
import { LogsRequest } from '@internal/plugin-observability-common';
import { TimeWindow } from '../../hooks/useTimeWindow';
import { TimeRangePicker } from '../time';
import { ExportMenu } from './ExportMenu';
import { LogState, logViews, LogViewName } from './useLogState';
import styles from '../common/common.module.css';

const VIEW_WORDS: Record<LogViewName, string> = {
  patterns: 'Patterns',
  lines: 'Lines',
  live: 'Live',
};

/** Time, way to look, link and export. */
export function LogToolbar(props: {
  time: TimeWindow;
  state: LogState;
  request: LogsRequest;
}) {
  const { time, state, request } = props;
  return (
    <div className={styles.toolbar}>
      <ToggleButtonGroup
        aria-label="View"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[state.view]}
        onSelectionChange={keys => {
          const [view] = [...keys];
          if (view) {
            state.setView(view as LogViewName);
          }
        }}
      >
        {logViews.map(view => (
          <ToggleButton key={view} id={view}>
            {VIEW_WORDS[view]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {/* What comes in now has no window. */}
      {state.view !== 'live' && <TimeRangePicker time={time} />}
      <div className={styles.end}>
        <CopyButton
          text={exactLink(time)}
          what="link to this view"
          label="Copy link"
        />
        <ExportMenu request={request} />
      </div>
    </div>
  );
}

/** The address of what is seen now: "the last hour" would be another one tomorrow. */
function exactLink(time: TimeWindow): string {
  const url = new URL(globalThis.location.href);
  url.searchParams.delete('last');
  url.searchParams.set('from', time.window.from);
  url.searchParams.set('to', time.window.to);
  return url.href;
}
