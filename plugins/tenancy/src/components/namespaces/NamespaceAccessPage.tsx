import { Container } from '@backstage/ui';
import {
  BreadcrumbEntry,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { SkeletonRows, usePages } from '@internal/page-kit';
import { useParams } from 'react-router-dom';
import { tenancyApiRef } from '../../api';
import { namespaceRouteRef } from '../../routes';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import { FlaggedSection } from '../flagged/FlaggedSection';
import { MemberList } from './MemberList';
import { NamespaceFacts } from './NamespaceFacts';
import { ReadersList } from './ReadersList';
import styles from '../common/common.module.css';

const PAGE_SIZE = 50;

/** `/namespaces/:cluster/:namespace`: who can see it, and why. */
export function NamespaceAccessPage() {
  const { cluster = '', namespace = '' } = useParams();
  const api = useApi(tenancyApiRef);
  const namespaceRoute = useRouteRef(namespaceRouteRef);
  const pages = usePages({
    filter: `${cluster}/${namespace}`,
    load: (cursor, signal) =>
      api.getNamespaceAccess(
        { cluster, namespace },
        { cursor, limit: PAGE_SIZE },
        { signal },
      ),
  });
  const { value, error, reload } = pages;

  return (
    <BreadcrumbEntry
      entry={{
        label: namespace,
        href: namespaceRoute?.({ cluster, namespace }) ?? '.',
      }}
    >
      <Container pt="4" pb="8">
        <div className={styles.page}>
          {error && (
            <TenancyErrorPanel
              error={error}
              what={
                value
                  ? 'This may be out of date'
                  : 'It could not be looked up who can see this namespace'
              }
              onRetry={reload}
            />
          )}
          {!value && !error && <SkeletonRows label="Loading who can see it" />}
          {value && (
            <>
              <NamespaceFacts report={value} />
              <ReadersList report={value} />
              {value.groups.length > 0 && <MemberList pages={pages} />}
              <FlaggedSection namespace={value} />
            </>
          )}
        </div>
      </Container>
    </BreadcrumbEntry>
  );
}
