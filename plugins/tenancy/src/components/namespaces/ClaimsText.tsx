import { NamespaceClaim } from '@internal/plugin-tenancy-common';
import { GroupLink } from '../common/GroupLink';
import styles from '../common/common.module.css';

const words = { label: 'Label', config: 'Configuration' };

/** What each trusted source says about the owner. */
export function ClaimsText(props: { claims: readonly NamespaceClaim[] }) {
  const { claims } = props;
  if (claims.length === 0) {
    return <span className={styles.muted}>No source</span>;
  }
  return (
    <ul className={styles.plainList}>
      {claims.map(({ source, group }, index) => (
        <li key={index}>
          {words[source]}:{' '}
          {group ? <GroupLink group={group} /> : 'something that is no group'}
        </li>
      ))}
    </ul>
  );
}
