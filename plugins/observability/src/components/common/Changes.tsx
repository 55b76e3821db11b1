import { exactTime, Loaded, Notice, visibleText } from '@internal/page-kit';
import { MarksAnswer } from '@internal/plugin-observability-common';
import styles from './common.module.css';

/** More are on the charts only. */
const SHOWN = 4;

/** What the marks on the charts of a page are, latest first, and what is missing among them. */
export function Changes(props: { marks: Loaded<MarksAnswer> }) {
  const { value, error } = props.marks;
  const problems = error ? [error.message] : value?.problems ?? [];
  const latest = [...(value?.marks ?? [])]
    .sort((a, b) => Date.parse(b.time) - Date.parse(a.time))
    .slice(0, SHOWN);
  return (
    <>
      {latest.length > 0 && (
        <ul className={styles.changes} aria-label="Changes in this time">
          {latest.map(({ time, title }) => (
            <li key={`${time} ${title}`}>
              <time dateTime={time}>{exactTime(time)}</time>
              {` ${visibleText(title)}`}
            </li>
          ))}
          {value!.marks.length > SHOWN && (
            <li>and {value!.marks.length - SHOWN} more</li>
          )}
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
