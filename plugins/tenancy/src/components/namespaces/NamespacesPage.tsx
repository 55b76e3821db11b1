import { Container } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePages } from '@internal/page-kit';
import { NamespaceState } from '@internal/plugin-tenancy-common';
import { tenancyApiRef } from '../../api';
import { useListFilter } from '../../hooks/useListFilter';
import { ClusterHealthList } from '../common/ClusterHealthList';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import { FlaggedSection } from '../flagged/FlaggedSection';
import { NamespaceList } from './NamespaceList';
import styles from '../common/common.module.css';

const PAGE_SIZE = 50;

/** `/namespaces`: every namespace with its owner, for the platform. */
export function NamespacesPage() {
  const api = useApi(tenancyApiRef);
  const filter = useListFilter();
  const query = {
    q: filter.q,
    cluster: filter.get('cluster'),
    state: filter.get('state') as NamespaceState | undefined,
    limit: PAGE_SIZE,
  };
  const pages = usePages({
    filter: JSON.stringify(query),
    load: (cursor, signal) =>
      api.listNamespaces({ ...query, cursor }, { signal }),
  });
  const { value, error, reload } = pages;

  return (
    <Container pt="4" pb="8">
      <div className={styles.page}>
        {error && (
          <TenancyErrorPanel
            error={error}
            what={
              value
                ? 'The list may be out of date'
                : 'The namespaces could not be listed'
            }
            onRetry={reload}
          />
        )}
        {value && <ClusterHealthList clusters={value.clusters} />}
        {(value || !error) && (
          <NamespaceList
            pages={pages}
            filter={filter}
            filtered={Boolean(query.q || query.cluster || query.state)}
          />
        )}
        {value && <FlaggedSection />}
      </div>
    </Container>
  );
}
