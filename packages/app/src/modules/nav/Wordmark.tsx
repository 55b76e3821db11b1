import { Mark } from './Mark';
import styles from './Wordmark.module.css';

/** Mark and name, in the colour of the text around. */
export function Wordmark() {
  return (
    <span className={styles.wordmark}>
      <Mark />
      <span>
        Backstage <strong>AIOps</strong>
      </span>
    </span>
  );
}
