import { visibleText } from '@internal/page-kit';
import { EntityFlag } from '@internal/plugin-tenancy-common';
import { flagAdvice } from '../../lib/words';
import styles from './flagged.module.css';

/** Why an entity is flagged, where, and what to do about it. */
export function FlagList(props: { flags: readonly EntityFlag[] }) {
  return (
    <ul className={styles.flags}>
      {props.flags.map(({ reason, field, message }, index) => (
        <li key={index}>
          <code className={styles.field}>{visibleText(field)}</code>
          <br />
          {visibleText(message)} {flagAdvice[reason]}
        </li>
      ))}
    </ul>
  );
}
