import { Hypothesis, ObjectRef } from '@internal/plugin-rca-common';
import { RiArrowRightLine } from '@remixicon/react';
import { When, visibleText } from '@internal/page-kit';
import { objectName } from '../../lib/words';
import { EvidenceList } from './EvidenceList';
import styles from './report.module.css';

/** Why a cause was named: the way from it to the symptom, and both sides of the evidence. */
export function CauseDetails(props: { hypothesis: Hypothesis }) {
  const { hypothesis } = props;
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        <div>
          <dt>Object</dt>
          <dd>{visibleText(objectName(hypothesis.entity))}</dd>
        </div>
        {hypothesis.onset && (
          <div>
            <dt>Since</dt>
            <dd>
              <When iso={hypothesis.onset} />
            </dd>
          </div>
        )}
        {hypothesis.confirmBy && (
          <div>
            <dt>To be sure</dt>
            <dd>{visibleText(hypothesis.confirmBy)}</dd>
          </div>
        )}
      </dl>
      {hypothesis.propagation.length > 1 && (
        <>
          <h5>How it reaches the symptom</h5>
          <PropagationPath path={hypothesis.propagation} />
        </>
      )}
      <h5>Evidence for ({hypothesis.evidenceFor.length})</h5>
      <EvidenceList ids={hypothesis.evidenceFor} />
      <h5>Evidence against ({hypothesis.evidenceAgainst.length})</h5>
      {hypothesis.evidenceAgainst.length > 0 ? (
        <EvidenceList ids={hypothesis.evidenceAgainst} />
      ) : (
        <p className={styles.meta}>Nothing that was read speaks against it.</p>
      )}
    </div>
  );
}

function PropagationPath(props: { path: ObjectRef[] }) {
  return (
    <ol className={styles.path}>
      {props.path.map((object, index) => (
        <li key={index}>
          {index > 0 && <RiArrowRightLine aria-hidden size={16} />}
          {visibleText(objectName(object))}
        </li>
      ))}
    </ol>
  );
}
