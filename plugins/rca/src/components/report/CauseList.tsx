import {
  Accordion,
  AccordionGroup,
  AccordionPanel,
  AccordionTrigger,
} from '@backstage/ui';
import { Hypothesis } from '@internal/plugin-rca-common';
import { Section, visibleText } from '@internal/page-kit';
import { categoryWords, confidenceText } from '../../lib/words';
import { CauseDetails } from './CauseDetails';
import styles from './report.module.css';

/** Causes in order of likelihood; each opens to what speaks for and against it. */
export function CauseList(props: {
  hypotheses: Hypothesis[];
  /** False where none of them is sure enough to be the verdict. */
  confirmed: boolean;
}) {
  const { hypotheses, confirmed } = props;
  if (hypotheses.length === 0) {
    return null;
  }
  return (
    <Section title={causesTitle(hypotheses.length, confirmed)}>
      <AccordionGroup allowsMultiple>
        {hypotheses.map((hypothesis, index) => (
          <Accordion key={hypothesis.id} id={hypothesis.id}>
            <AccordionTrigger level={4}>
              <span className={styles.cause}>
                {hypotheses.length > 1 && (
                  <span className={styles.rank} aria-hidden>
                    {index + 1}
                  </span>
                )}
                <span>
                  <span className={styles.causeStatement}>
                    {visibleText(hypothesis.statement)}
                  </span>
                  <span className={styles.meta}>
                    <span>{categoryWords[hypothesis.category]}</span>
                    <span>
                      Confidence: {confidenceText(hypothesis.confidence)}
                    </span>
                    <span>
                      {hypothesis.evidenceFor.length} for,{' '}
                      {hypothesis.evidenceAgainst.length} against
                    </span>
                  </span>
                </span>
              </span>
            </AccordionTrigger>
            <AccordionPanel>
              <CauseDetails hypothesis={hypothesis} />
            </AccordionPanel>
          </Accordion>
        ))}
      </AccordionGroup>
    </Section>
  );
}

function causesTitle(count: number, confirmed: boolean): string {
  if (confirmed) {
    return count === 1 ? 'Cause' : 'Causes, most likely first';
  }
  return count === 1 ? 'Possible cause' : 'Possible causes, most likely first';
}
