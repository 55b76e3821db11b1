import { Button, VisuallyHidden } from '@backstage/ui';
import { Notice, StatusBadge, Tone } from '@internal/page-kit';
import { LogsRequest } from '@internal/plugin-observability-common';
import { RiPauseLine, RiPlayLine } from '@remixicon/react';
import { MAX_TAIL_LINES, TailState, useTail } from '../../../hooks/useTail';
import { LogChip } from '../../../lib/logChips';
import { ObservabilityErrorPanel } from '../../common/ObservabilityErrorPanel';
import { TailLines } from './TailLines';
import styles from './live.module.css';

const STATES: Record<TailState['kind'], { word: string; tone: Tone }> = {
  connecting: { word: 'Connecting', tone: 'pending' },
  live: { word: 'Live', tone: 'success' },
  ended: { word: 'Ended', tone: 'neutral' },
  failed: { word: 'Broken off', tone: 'danger' },
};
const PAUSED = { word: 'Paused', tone: 'warning' } as const;

/** Lines as they are written, with a way to hold them still. */
export function LiveTail(props: {
  request: LogsRequest;
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { request, onFilter } = props;
  const tail = useTail(request);
  const { state, lines, paused, waiting, dropped } = tail;
  const over = state.kind === 'ended' || state.kind === 'failed';
  const label = paused && !over ? PAUSED : STATES[state.kind];
  return (
    <div className={styles.live}>
      <div className={styles.bar}>
        <StatusBadge label={label} />
        <VisuallyHidden role="status">{label.word}</VisuallyHidden>
        {!over && (
          <Button
            size="small"
            variant="secondary"
            iconStart={paused ? <RiPlayLine /> : <RiPauseLine />}
            onPress={() => tail.setPaused(!paused)}
          >
            {paused ? 'Resume' : 'Pause'}
          </Button>
        )}
        <Button size="small" variant="tertiary" onPress={tail.clear}>
          Clear
        </Button>
        {paused && waiting > 0 && (
          <span className={styles.note}>
            {waiting >= MAX_TAIL_LINES
              ? `More than ${MAX_TAIL_LINES.toLocaleString(
                  'en',
                )} new lines; the oldest are let go`
              : `${waiting.toLocaleString('en')} new ${
                  waiting === 1 ? 'line' : 'lines'
                }`}
          </span>
        )}
        {dropped > 0 && (
          <span className={styles.note}>
            {dropped.toLocaleString('en')} lines dropped: more came than can be
            shown. Narrow the filters to see all.
          </span>
        )}
      </div>
      {state.kind === 'failed' && (
        <ObservabilityErrorPanel
          error={state.error}
          what="The live view broke off; what was seen stays"
          onRetry={tail.restart}
          target={request}
        />
      )}
      {state.kind === 'ended' && (
        <Notice
          status="info"
          title="The live view has ended"
          description={state.reason}
          customActions={
            <Button size="small" variant="secondary" onPress={tail.restart}>
              Start again
            </Button>
          }
        />
      )}
      <TailLines lines={lines} onFilter={onFilter} />
    </div>
  );
}
