import { Card, CardBody, Text } from '@backstage/ui';
import { Notice, StatusBadge } from '@internal/page-kit';
import { NamespaceAccessReport } from '@internal/plugin-tenancy-common';
import { count, stateLabels, stateSentences } from '../../lib/words';
import { GroupLink } from '../common/GroupLink';
import { ClaimsText } from './ClaimsText';
import styles from '../common/common.module.css';

/** The answer in one sentence, the owner, and what the sources say. */
export function NamespaceFacts(props: { report: NamespaceAccessReport }) {
  const { report } = props;
  const { state, owner, shared, claims, cluster } = report;
  const problem = stateSentences[state];
  const broken = state === 'conflict' || state === 'invalid';
  return (
    <>
      <Card>
        <CardBody>
          <Text as="h2" variant="title-small" className={styles.lead}>
            <Sentence report={report} />
          </Text>
          <dl className={styles.facts}>
            <div>
              <dt>State</dt>
              <dd className={styles.badges}>
                <StatusBadge label={stateLabels[state]} />
                {shared && (
                  <StatusBadge label={{ word: 'Shared', tone: 'info' }} />
                )}
              </dd>
            </div>
            <div>
              <dt>Owner</dt>
              <dd>{owner ? <GroupLink group={owner} /> : 'Nobody'}</dd>
            </div>
            <div>
              <dt>Said by</dt>
              <dd>
                <ClaimsText claims={claims} />
              </dd>
            </div>
            <div>
              <dt>Cluster</dt>
              <dd>{cluster}</dd>
            </div>
          </dl>
        </CardBody>
      </Card>
      {problem && (
        <Notice
          status={broken ? 'danger' : 'info'}
          title={stateLabels[state].word}
          description={problem}
        />
      )}
    </>
  );
}

function Sentence(props: { report: NamespaceAccessReport }) {
  const { namespace, everyone, totalMembers, groups } = props.report;
  const name = <span className={styles.name}>{namespace}.</span>;
  if (everyone) {
    return <>Everybody who is signed in can see {name}</>;
  }
  if (groups.length === 0) {
    return <>Nobody can see {name}</>;
  }
  return totalMembers > 0 ? (
    <>
      {count(totalMembers, 'person', 'people')} can see {name}
    </>
  ) : (
    <>
      Members of {count(groups.length, 'group')} can see {name}
    </>
  );
}
