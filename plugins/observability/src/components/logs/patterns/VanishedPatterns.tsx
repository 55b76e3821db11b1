import { visibleText } from '@internal/page-kit';
import { LogPatterns } from '@internal/plugin-observability-common';
import { levelMeaning, NO_LEVEL } from '../../../lib/levels';
import { TemplateText } from './TemplateText';
import palette from '../../charts/palette.module.css';
import styles from './patterns.module.css';

/** What was said in the time before and is not said any more: silence is news as well. */
export function VanishedPatterns(props: { vanished: LogPatterns['vanished'] }) {
  const { vanished } = props;
  if (vanished.length === 0) {
    return null;
  }
  return (
    <details className={styles.vanished}>
      <summary>
        {vanished.length === 1
          ? '1 pattern of the time before is gone'
          : `${vanished.length} patterns of the time before are gone`}
      </summary>
      <ul className={styles.list} aria-label="Patterns that are gone">
        {vanished.map(({ id, tokens, count, level }) => (
          <li
            key={id}
            className={`${palette.level} ${styles.item}`}
            data-level={levelMeaning(level)}
          >
            <div className={styles.row}>
              <span className={styles.count}>
                {count.toLocaleString('en')}
                <span className={styles.hidden}> lines before</span>
              </span>
              <span className={styles.level}>
                {visibleText(level || NO_LEVEL)}
              </span>
              <span className={styles.text}>
                <TemplateText tokens={tokens} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
