import { Card, CardBody, Text } from '@backstage/ui';
import { AccessOverview } from '@internal/plugin-tenancy-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { count } from '../../lib/words';
import { GroupLinks } from '../common/GroupLink';
import styles from '../common/common.module.css';

/** The answer in one sentence, and the groups that it rests on. */
export function AccessSummary(props: {
  overview: AccessOverview;
  /** While a filter narrows the list, its length is not what the reader may read. */
  filtered: boolean;
}) {
  const { overview, filtered } = props;
  const { groups, userEntityRef } = overview;
  return (
    <Card>
      <CardBody>
        {!filtered && (
          <Text as="h2" variant="title-small" className={styles.lead}>
            {sentence(overview)}
          </Text>
        )}
        <dl className={styles.facts}>
          <div>
            <dt>You are</dt>
            <dd>
              <EntityRefLink entityRef={userEntityRef} hideIcon />
            </dd>
          </div>
          <div>
            <dt>Your groups, from your sign-in</dt>
            <dd>
              {groups.length > 0 ? <GroupLinks groups={groups} /> : 'None'}
            </dd>
          </div>
        </dl>
      </CardBody>
    </Card>
  );
}

function sentence(overview: AccessOverview): string {
  const { totalItems, platform, groups, clusters } = overview;
  if (totalItems === 0) {
    return clusters.some(({ health }) => health.state === 'unavailable')
      ? 'You can read no namespace now, because a cluster does not answer.'
      : 'You can read no namespace.';
  }
  const namespaces = count(totalItems, 'namespace');
  if (platform) {
    return `You can read ${namespaces}, because you belong to the platform.`;
  }
  return groups.length > 0
    ? `You can read ${namespaces}: those of your groups and those shared with everybody.`
    : `You can read ${namespaces}, shared with everybody who is signed in.`;
}
