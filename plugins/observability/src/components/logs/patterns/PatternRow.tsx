import { StatusBadge, visibleText } from '@internal/page-kit';
import { LogPattern, LogsRequest } from '@internal/plugin-observability-common';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { levelMeaning, NO_LEVEL } from '../../../lib/levels';
import { LogChip } from '../../../lib/logChips';
import { PatternDetail } from './PatternDetail';
import { Sparkline } from './Sparkline';
import { TemplateText } from './TemplateText';
import palette from '../../charts/palette.module.css';
import styles from './patterns.module.css';

const factor = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** One template: how many, how they came, what is unusual; opens to its lines. */
export function PatternRow(props: {
  pattern: LogPattern;
  request: LogsRequest;
  turn: number;
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { pattern, request, turn, onFilter } = props;
  const [open, setOpen] = useState(false);
  const detailId = useId();
  const Arrow = open ? RiArrowDownSLine : RiArrowRightSLine;
  return (
    <li
      className={`${palette.level} ${styles.item}`}
      data-level={levelMeaning(pattern.level)}
    >
      <button
        type="button"
        className={styles.row}
        aria-expanded={open}
        aria-controls={open ? detailId : undefined}
        onClick={() => setOpen(!open)}
      >
        <Arrow aria-hidden className={styles.arrow} />
        <span className={styles.count}>
          {pattern.count.toLocaleString('en')}
          <span className={styles.hidden}> lines</span>
        </span>
        <Sparkline counts={pattern.trend} />
        <span className={styles.level}>
          {visibleText(pattern.level || NO_LEVEL)}
        </span>
        <span className={styles.text}>
          <PatternChange pattern={pattern} />
          <TemplateText tokens={pattern.tokens} />
        </span>
      </button>
      {open && (
        <div id={detailId} className={styles.detail}>
          <PatternDetail
            pattern={pattern}
            request={request}
            turn={turn}
            onFilter={onFilter}
          />
        </div>
      )}
    </li>
  );
}

/** New, or how much more or less than in the time before. */
function PatternChange(props: { pattern: LogPattern }) {
  const { isNew, change } = props.pattern;
  if (isNew) {
    return <StatusBadge label={{ word: 'New', tone: 'warning' }} />;
  }
  if (change === undefined || change === 1) {
    return null;
  }
  const times = factor.format(change > 1 ? change : 1 / change);
  return (
    <StatusBadge
      label={{
        word: change > 1 ? `${times}× more` : `${times}× fewer`,
        tone: change > 1 ? 'info' : 'neutral',
      }}
    />
  );
}
