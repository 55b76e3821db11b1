import { Card, CardBody } from '@backstage/ui';
import { RcaReport } from '@internal/plugin-rca-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { ReactNode } from 'react';
import { StatusBadge, When, readerZone, windowText } from '@internal/page-kit';
import { confidenceText, verdictLabels } from '../../lib/words';
import { Headline } from './Headline';
import styles from './report.module.css';

/** The first screen: what is broken, since when, why, and how sure we are. */
export function VerdictPanel(props: { report: RcaReport; links?: ReactNode }) {
  const { report, links } = props;
  const label = verdictLabels[report.verdict];
  return (
    <Card className={styles.verdict} data-tone={label.tone}>
      <CardBody>
        <div className={styles.verdictHead}>
          <StatusBadge label={label} size="large" />
          <span className={styles.meta}>
            Confidence: {confidenceText(report.confidence)}
          </span>
        </div>
        <Headline summary={report.summary} />
        <dl className={styles.facts}>
          {report.onset && (
            <div>
              <dt>Since</dt>
              <dd>
                <When iso={report.onset} />
              </dd>
            </div>
          )}
          <div>
            <dt>Component</dt>
            <dd>
              <EntityRefLink entityRef={report.entityRef} />
            </dd>
          </div>
          <div>
            <dt>Namespace</dt>
            <dd>
              {report.namespace} in {report.cluster}
            </dd>
          </div>
          <div>
            <dt>Looked at</dt>
            <dd>
              {windowText(report.window)}{' '}
              <span className={styles.zone}>{readerZone()}</span>
            </dd>
          </div>
          <div>
            <dt>Analysed</dt>
            <dd>
              <When iso={report.createdAt} only="relative" /> for{' '}
              <EntityRefLink entityRef={report.requestedBy} />
            </dd>
          </div>
        </dl>
        {links}
      </CardBody>
    </Card>
  );
}
