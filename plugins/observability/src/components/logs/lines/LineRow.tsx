import { visibleText } from '@internal/page-kit';
import { LogLine } from '@internal/plugin-observability-common';
import { DateTime } from 'luxon';
import { memo, useState } from 'react';
import { levelMeaning } from '../../../lib/levels';
import { LogChip } from '../../../lib/logChips';
import { LineDetail } from './LineDetail';
import palette from '../../charts/palette.module.css';
import styles from './lines.module.css';

/** Longer messages are cut in the list, and whole when opened. */
const SHOWN_CHARACTERS = 1_000;

/**
 * One line: when, how serious, from where, what; opens to all it has. Drawn again
 * only when it changes: live, hundreds stand beside the few that are new.
 */
export const LineRow = memo(Row);

function Row(props: {
  line: LogLine;
  /** What `onFocus` is told. */
  id: string;
  tabbable: boolean;
  onFocus: (id: string) => void;
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { line, id, tabbable, onFocus, onFilter } = props;
  const [open, setOpen] = useState(false);
  return (
    <li
      className={`${palette.level} ${styles.item}`}
      data-level={levelMeaning(line.level)}
    >
      <button
        type="button"
        className={styles.row}
        aria-expanded={open}
        tabIndex={tabbable ? 0 : -1}
        onFocus={() => onFocus(id)}
        onClick={() => setOpen(!open)}
      >
        <LineText line={line} />
      </button>
      {open && <LineDetail line={line} onFilter={onFilter} />}
    </li>
  );
}

/** The line itself. */
export function LineText(props: { line: LogLine }) {
  const { line } = props;
  return (
    <>
      <time className={styles.time} dateTime={line.time}>
        {lineTime(line.time)}
      </time>
      <span className={styles.level}>{visibleText(line.level ?? '–')}</span>
      <span className={styles.pod} title={visibleText(line.pod ?? '')}>
        {visibleText(shortPod(line.pod))}
      </span>
      <span className={styles.message}>
        {visibleText(line.message.slice(0, SHOWN_CHARACTERS))}
        {line.message.length > SHOWN_CHARACTERS && '…'}
      </span>
    </>
  );
}

/** `14:02:11.123`, with the day where it is not today. */
function lineTime(iso: string): string {
  const time = DateTime.fromISO(iso);
  if (!time.isValid) {
    return iso;
  }
  return time.toFormat(
    time.hasSame(DateTime.now(), 'day') ? 'HH:mm:ss.SSS' : 'd LLL HH:mm:ss.SSS',
  );
}

/** Pods of one workload differ in their last part. */
function shortPod(pod = ''): string {
  return pod.slice(pod.lastIndexOf('-') + 1);
}
