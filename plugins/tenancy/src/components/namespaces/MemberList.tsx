import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { EmptyPanel, Paged, Pager, Section } from '@internal/page-kit';
import { NamespaceAccessReport } from '@internal/plugin-tenancy-common';
import { count } from '../../lib/words';
import styles from '../common/common.module.css';
import listStyles from './namespaces.module.css';

/** The people whom the catalog knows in the groups that can see a namespace. */
export function MemberList(props: { pages: Paged<NamespaceAccessReport> }) {
  const { pages } = props;
  const { members = [], totalMembers = 0 } = pages.value ?? {};
  return (
    <Section
      title="People in these groups"
      aside={
        totalMembers > 0 ? (
          <span className={styles.muted}>
            {count(totalMembers, 'person', 'people')}
          </span>
        ) : undefined
      }
    >
      {members.length > 0 ? (
        <>
          <ul className={listStyles.members}>
            {members.map(({ userEntityRef, displayName }) => (
              <li key={userEntityRef}>
                <EntityRefLink
                  entityRef={userEntityRef}
                  title={displayName}
                  hideIcon
                />
              </li>
            ))}
          </ul>
          <p className={styles.muted}>
            As the catalog knows them. The sign-in decides, so this can be late
            by some minutes.
          </p>
        </>
      ) : (
        <EmptyPanel title="Nobody known">
          Members of the groups above appear here once the catalog knows them.
        </EmptyPanel>
      )}
      <Pager pages={pages} label="Pages of people" />
    </Section>
  );
}
