import { describeNarrative, Narrative } from '@internal/plugin-rca-common';
import { Section, visibleText } from '@internal/page-kit';
import { EvidenceFold } from './EvidenceFold';
import styles from './report.module.css';

/** What a model wrote about the report, each sentence with what bears it out. */
export function NarrativePanel(props: { narrative?: Narrative }) {
  const { narrative } = props;
  if (!narrative) {
    return null;
  }
  return (
    <Section title="In words">
      <ul className={styles.rows}>
        {narrative.sentences.map((sentence, index) => (
          <li key={index}>
            <p>{visibleText(sentence.text)}</p>
            <EvidenceFold ids={sentence.evidence} />
          </li>
        ))}
      </ul>
      <p className={styles.meta}>
        <span>
          {visibleText(narrative.failure ?? describeNarrative(narrative))}
        </span>
      </p>
    </Section>
  );
}
