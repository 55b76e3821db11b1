import { Button } from '@backstage/ui';
import { visibleText, When } from '@internal/page-kit';
import { LogPattern, LogsRequest } from '@internal/plugin-observability-common';
import { bothFilters, LogChip, toChips } from '../../../lib/logChips';
import { LinesView, NoLines } from '../lines/LinesView';
import styles from './patterns.module.css';

/** What a template stands for: when, with which values, and its raw lines. */
export function PatternDetail(props: {
  pattern: LogPattern;
  request: LogsRequest;
  turn: number;
  /** Absent while a query of the reader's own runs, which has no chips. */
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { pattern, request, turn, onFilter } = props;
  const variables = pattern.tokens.flatMap(token =>
    'variable' in token ? [token] : [],
  );
  return (
    <>
      <p className={styles.note}>
        First <When iso={pattern.firstSeen} />, last{' '}
        <When iso={pattern.lastSeen} />
      </p>
      {variables.length > 0 && (
        <dl className={styles.variables}>
          {variables.map(({ variable, examples }, index) => (
            <div key={index}>
              <dt>{`‹${visibleText(variable)}›`}</dt>
              <dd>{visibleText(examples.join(', '))}</dd>
            </div>
          ))}
        </dl>
      )}
      {onFilter && (
        <div>
          <Button
            size="small"
            variant="secondary"
            onPress={() => onFilter(toChips(pattern.filter))}
          >
            Only this pattern
          </Button>
        </div>
      )}
      <LinesView
        label="Lines of the pattern, newest first"
        request={{
          ...request,
          filter: bothFilters(request.filter ?? {}, pattern.filter),
        }}
        turn={turn}
        onFilter={onFilter}
        empty={<NoLines filtered />}
      />
    </>
  );
}
