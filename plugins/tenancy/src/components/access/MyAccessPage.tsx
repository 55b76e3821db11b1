import { Container } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { SkeletonRows, usePages } from '@internal/page-kit';
import { NamespaceAccess } from '@internal/plugin-tenancy-common';
import { tenancyApiRef } from '../../api';
import { useListFilter } from '../../hooks/useListFilter';
import { ClusterHealthList } from '../common/ClusterHealthList';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import { CheckNamespace } from '../explain/CheckNamespace';
import { FlaggedSection } from '../flagged/FlaggedSection';
import { AccessKeysSection } from '../keys/AccessKeysSection';
import { AccessList } from './AccessList';
import { AccessSummary } from './AccessSummary';
import { GroupNotices } from './GroupNotices';
import styles from '../common/common.module.css';

const PAGE_SIZE = 20;

/** `/my-access`: which namespaces the reader may read, why, and what to do about the others. */
export function MyAccessPage() {
  const api = useApi(tenancyApiRef);
  const filter = useListFilter();
  const query = {
    q: filter.q,
    cluster: filter.get('cluster'),
    access: filter.get('access') as NamespaceAccess | undefined,
    limit: PAGE_SIZE,
  };
  const pages = usePages({
    filter: JSON.stringify(query),
    load: (cursor, signal) => api.getAccess({ ...query, cursor }, { signal }),
  });
  const { value, error, reload } = pages;
  const filtered = Boolean(query.q || query.cluster || query.access);

  return (
    <Container pt="4" pb="8">
      <div className={styles.page}>
        {error && (
          <TenancyErrorPanel
            error={error}
            what={
              value
                ? 'This may be out of date'
                : 'Your access could not be looked up'
            }
            onRetry={reload}
          />
        )}
        {!value && !error && !filtered && (
          <SkeletonRows label="Looking up your access" />
        )}
        {value && (
          <>
            <AccessSummary overview={value} filtered={filtered} />
            <GroupNotices overview={value} />
            <ClusterHealthList clusters={value.clusters} />
          </>
        )}
        {(value || (filtered && !error)) && (
          <AccessList pages={pages} filter={filter} filtered={filtered} />
        )}
        {value && <CheckNamespace clusters={value.clusters} />}
        {value && <AccessKeysSection overview={value} />}
        {value && !value.platform && <FlaggedSection />}
      </div>
    </Container>
  );
}
