import { Button } from '@backstage/ui';
import { EmptyPanel, SkeletonRows } from '@internal/page-kit';
import { LogsRequest } from '@internal/plugin-observability-common';
import { ReactNode } from 'react';
import { useLogLines } from '../../../hooks/useLogLines';
import { LogChip } from '../../../lib/logChips';
import { ObservabilityErrorPanel } from '../../common/ObservabilityErrorPanel';
import { LineList } from './LineList';
import styles from './lines.module.css';

/** Raw lines, newest first, with the way to older ones. */
export function LinesView(props: {
  /** What a screen reader calls the list. */
  label: string;
  request: LogsRequest;
  turn: number;
  onFilter?: (chips: LogChip[]) => void;
  empty: ReactNode;
  /** Why there are lines in place of what was asked for. */
  inPlaceOf?: { what: string; error: Error; onRetry: () => void };
}) {
  const { label, request, turn, onFilter, empty, inPlaceOf } = props;
  const lines = useLogLines({
    key: `${JSON.stringify(request)} ${turn}`,
    request,
  });
  return (
    <div className={styles.view}>
      {inPlaceOf && (lines.value || !lines.error) && (
        <ObservabilityErrorPanel
          error={inPlaceOf.error}
          what={`${inPlaceOf.what} could not be read; lines are shown`}
          onRetry={inPlaceOf.onRetry}
          target={request}
        />
      )}
      {lines.error && (
        <ObservabilityErrorPanel
          error={lines.error}
          what={
            lines.value
              ? 'The lines could not be read again; these are older'
              : `${
                  inPlaceOf ? `${inPlaceOf.what} and lines` : 'The lines'
                } could not be read`
          }
          onRetry={() => {
            lines.reload();
            inPlaceOf?.onRetry();
          }}
          target={request}
        />
      )}
      {!lines.value && !lines.error && (
        <SkeletonRows label="Loading lines" rows={8} height={28} />
      )}
      {lines.value && lines.lines.length === 0 && empty}
      {lines.lines.length > 0 && (
        <LineList label={label} lines={lines.lines} onFilter={onFilter} />
      )}
      {lines.olderError && (
        <ObservabilityErrorPanel
          error={lines.olderError}
          what="Older lines could not be read; the ones above stay"
          onRetry={lines.loadOlder}
          target={request}
        />
      )}
      {lines.loadOlder && !lines.olderError && (
        <Button
          variant="secondary"
          size="small"
          isPending={lines.loadingOlder}
          onPress={lines.loadOlder}
        >
          Older lines
        </Button>
      )}
      {lines.full && (
        <p className={styles.note}>
          {lines.lines.length.toLocaleString('en')} lines are shown, and there
          are older ones. Narrow the time or the filters, or export.
        </p>
      )}
    </div>
  );
}

/** What stands in place of lines where there are none. */
export function NoLines(props: { filtered: boolean }) {
  return (
    <EmptyPanel title="No logs in this window">
      {props.filtered
        ? 'No line matches the filters. Take one away, or choose a longer time.'
        : 'The workload wrote nothing in this time, or its logs are not collected. Choose a longer time; if there are still none, ask the platform team whether its pods are collected from.'}
    </EmptyPanel>
  );
}
