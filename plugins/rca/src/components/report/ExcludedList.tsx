import { ExcludedCandidate } from '@internal/plugin-rca-common';
import { Section, visibleText } from '@internal/page-kit';
import { categoryWords, objectName } from '../../lib/words';
import { EvidenceFold } from './EvidenceFold';
import styles from './report.module.css';

/** Causes that were looked at and dropped, so that nobody has to look again. */
export function ExcludedList(props: { excluded: ExcludedCandidate[] }) {
  const { excluded } = props;
  if (excluded.length === 0) {
    return null;
  }
  return (
    <Section title="Excluded">
      <ul className={styles.rows}>
        {excluded.map((candidate, index) => (
          <li key={index}>
            <p>
              <strong>{categoryWords[candidate.category]}</strong> of{' '}
              {visibleText(objectName(candidate.entity))}:{' '}
              {visibleText(candidate.reason)}
            </p>
            <EvidenceFold ids={candidate.evidence} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
