import { useApi } from '@backstage/frontend-plugin-api';
import { Notice, SkeletonRows, useLoad } from '@internal/page-kit';
import { LogsRequest } from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../../../api';
import { LogChip } from '../../../lib/logChips';
import { ObservabilityErrorPanel } from '../../common/ObservabilityErrorPanel';
import { LinesView, NoLines } from '../lines/LinesView';
import { PatternList } from './PatternList';
import { VanishedPatterns } from './VanishedPatterns';
import styles from './patterns.module.css';

const MAX_PATTERNS = 100;

/** What the lines say, by their templates; the lines themselves where that fails. */
export function PatternsView(props: {
  request: LogsRequest;
  turn: number;
  filtered: boolean;
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { request, turn, filtered, onFilter } = props;
  const api = useApi(observabilityApiRef);
  const { value, error, reload } = useLoad({
    key: `${JSON.stringify(request)} ${turn}`,
    load: signal =>
      api.getLogPatterns({ ...request, limit: MAX_PATTERNS }, { signal }),
  });
  if (!value && error) {
    return (
      <LinesView
        label="Log lines, newest first"
        request={request}
        turn={turn}
        onFilter={onFilter}
        empty={<NoLines filtered={filtered} />}
        inPlaceOf={{ what: 'Patterns', error, onRetry: reload }}
      />
    );
  }
  if (!value) {
    return <SkeletonRows label="Loading patterns" rows={6} height={44} />;
  }
  const { patterns, vanished, sample, baselineProblem } = value;
  return (
    <div className={styles.view}>
      {error && (
        <ObservabilityErrorPanel
          error={error}
          what="Patterns could not be read again; these are older"
          onRetry={reload}
          target={request}
        />
      )}
      {baselineProblem && (
        <Notice
          status="warning"
          title="What is new cannot be told"
          description={baselineProblem}
        />
      )}
      {patterns.length === 0 ? (
        <NoLines filtered={filtered} />
      ) : (
        <>
          <p className={styles.note}>
            {patterns.length.toLocaleString('en')}{' '}
            {patterns.length === 1 ? 'pattern' : 'patterns'}
            {sample.read < sample.of &&
              ` of ${sample.read.toLocaleString(
                'en',
              )} lines read of ${sample.of.toLocaleString(
                'en',
              )}; counts are scaled to all`}
          </p>
          <PatternList
            patterns={patterns}
            request={request}
            turn={turn}
            onFilter={onFilter}
          />
        </>
      )}
      <VanishedPatterns vanished={vanished} />
    </div>
  );
}
