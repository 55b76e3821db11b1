import { exactTime, Loaded, Notice, visibleText } from '@internal/page-kit';
import { ChangeMark, MarksAnswer } from '@internal/plugin-observability-common';
import styles from './common.module.css';

/** More are on the charts only. */
const SHOWN = 5;

const latestFirst = (a: ChangeMark, b: ChangeMark) =>
  Date.parse(b.time) - Date.parse(a.time);

const RANKS: Record<ChangeMark['kind'], number> = {
  rollout: 0,
  config: 0,
  node: 1,
  anomaly: 1,
  scale: 2,
  restart: 3,
};
const rank = ({ kind }: ChangeMark) => RANKS[kind];

/**
 * What the marks on the charts of a page are, latest first, and what is missing
 * among them. What somebody did comes before what followed from it: a container
 * that restarts all the time would else hide the rollout that made it.
 */
export function Changes(props: { marks: Loaded<MarksAnswer> }) {
  const { value, error } = props.marks;
  const problems = error ? [error.message] : value?.problems ?? [];
  const marks = value?.marks ?? [];
  const shown = [...marks]
    .sort((a, b) => rank(a) - rank(b) || latestFirst(a, b))
    .slice(0, SHOWN)
    .sort(latestFirst);
  return (
    <>
      {shown.length > 0 && (
        <ul className={styles.changes} aria-label="Changes in this time">
          {shown.map(({ time, title }) => (
            <li key={`${time} ${title}`}>
              <time dateTime={time}>{exactTime(time)}</time>
              {` ${visibleText(title)}`}
            </li>
          ))}
          {marks.length > SHOWN && <li>and {marks.length - SHOWN} more</li>}
        </ul>
      )}
      {problems.length > 0 && (
        <Notice
          status="warning"
          title="Changes could not all be read"
          description={visibleText(problems.join('; '))}
        />
      )}
    </>
  );
}
