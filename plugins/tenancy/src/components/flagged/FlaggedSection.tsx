import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Pager, Section, usePages, visibleText } from '@internal/page-kit';
import {
  FlaggedEntity,
  MAX_PAGE_SIZE,
  NamespaceRef,
} from '@internal/plugin-tenancy-common';
import { tenancyApiRef } from '../../api';
import { count } from '../../lib/words';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import { GroupLink } from '../common/GroupLink';
import { FlagList } from './FlagList';
import styles from '../common/common.module.css';
import flaggedStyles from './flagged.module.css';

const PAGE_SIZE = 20;

/** Entities that say something about namespaces which is not so; nothing where there are none. */
export function FlaggedSection(props: {
  /** Only those that point here, among the first {@link MAX_PAGE_SIZE}. */
  namespace?: NamespaceRef;
}) {
  const { namespace } = props;
  const api = useApi(tenancyApiRef);
  const limit = namespace ? MAX_PAGE_SIZE : PAGE_SIZE;
  const pages = usePages({
    filter: 'flagged',
    load: (cursor, signal) => api.listFlagged({ cursor, limit }, { signal }),
  });
  const { value, error, reload } = pages;
  const items = (value?.items ?? []).filter(pointsAt(namespace));

  if (error && !value) {
    return (
      <TenancyErrorPanel
        error={error}
        what="Flagged entities could not be loaded"
        onRetry={reload}
      />
    );
  }
  if (items.length === 0 && pages.page === 1) {
    return null;
  }
  return (
    <Section
      title={
        namespace ? 'Flagged entities that point here' : 'Flagged entities'
      }
      aside={
        !namespace &&
        value && (
          <span className={styles.muted}>
            {count(value.totalItems, 'entity', 'entities')}
          </span>
        )
      }
    >
      <p className={styles.muted}>
        What their catalog files say about namespaces is not right. They open
        nothing.
      </p>
      <ul className={flaggedStyles.list}>
        {items.map(item => (
          <li key={item.entityRef}>
            <p className={flaggedStyles.name}>
              <EntityRefLink entityRef={item.entityRef} title={item.title} />
              {item.owner && (
                <span className={styles.muted}>
                  of <GroupLink group={item.owner} />
                </span>
              )}
            </p>
            <FlagList flags={item.flags} />
            {item.dependents.length > 0 && (
              <p className={styles.muted}>
                Used by {visibleText(item.dependents.join(', '))}
              </p>
            )}
          </li>
        ))}
      </ul>
      {!namespace && <Pager pages={pages} label="Pages of flagged entities" />}
    </Section>
  );
}

/** An entity that names no cluster means all of them. */
function pointsAt(namespace: NamespaceRef | undefined) {
  return (item: FlaggedEntity) =>
    !namespace ||
    (item.namespace === namespace.namespace &&
      (item.cluster === undefined || item.cluster === namespace.cluster));
}
