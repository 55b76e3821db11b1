import { useState } from 'react';
import { EvidenceList } from './EvidenceList';
import styles from './report.module.css';

/** Evidence behind a small claim, folded until wanted. */
export function EvidenceFold(props: { ids: string[]; label?: string }) {
  const { ids, label = 'Evidence' } = props;
  // Charts are only drawn once somebody looks at them.
  const [opened, setOpened] = useState(false);
  if (ids.length === 0) {
    return null;
  }
  return (
    <details
      className={styles.fold}
      onToggle={event => setOpened(opened || event.currentTarget.open)}
    >
      <summary>
        {label} ({ids.length})
      </summary>
      {opened && <EvidenceList ids={ids} />}
    </details>
  );
}
