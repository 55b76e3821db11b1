import { Link } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  DataColumn,
  DataTable,
  EmptyPanel,
  Paged,
  Pager,
  Section,
  SkeletonRows,
  StatusBadge,
} from '@internal/page-kit';
import {
  AccessOverview,
  NamespaceAccessItem,
} from '@internal/plugin-tenancy-common';
import { useListFilter } from '../../hooks/useListFilter';
import { accessLabels, count, sourceWords } from '../../lib/words';
import { namespaceRouteRef } from '../../routes';
import { GroupLink } from '../common/GroupLink';
import {
  clusterChoices,
  labelChoice,
  ListFilters,
} from '../common/ListFilters';
import styles from '../common/common.module.css';

const columns: Array<DataColumn<NamespaceAccessItem>> = [
  {
    id: 'namespace',
    title: 'Namespace',
    rowHeader: true,
    cell: item => <NamespaceName item={item} />,
  },
  { id: 'cluster', title: 'Cluster', cell: ({ cluster }) => cluster },
  {
    id: 'access',
    title: 'Access',
    cell: ({ access }) => <StatusBadge label={accessLabels[access]} />,
  },
  {
    id: 'via',
    title: 'Through',
    cell: ({ via }) => (via ? <GroupLink group={via} /> : 'Being signed in'),
  },
  { id: 'source', title: 'Said by', cell: ({ source }) => sourceWords[source] },
];

const accessChoice = labelChoice(
  { name: 'access', label: 'Access', any: 'Any access' },
  accessLabels,
);

/** The namespaces that the reader may read, a page at a time. */
export function AccessList(props: {
  pages: Paged<AccessOverview>;
  filter: ReturnType<typeof useListFilter>;
  filtered: boolean;
}) {
  const { pages, filter, filtered } = props;
  const { value } = pages;
  const empty = value?.totalItems === 0 && !filtered;
  return (
    <Section
      title="Namespaces that you can read"
      aside={
        value && value.totalItems > 0 ? (
          <span className={styles.muted} role="status">
            {count(value.totalItems, 'namespace')}
            {filtered && ' found'}
          </span>
        ) : undefined
      }
    >
      {!empty && (
        <ListFilters
          filter={filter}
          searchLabel="Search namespaces"
          choices={[accessChoice, ...clusterChoices(value?.clusters)]}
        />
      )}
      {!value && <SkeletonRows label="Loading namespaces" />}
      {empty && (
        <EmptyPanel title="No namespaces">
          Namespaces of your teams and those shared with everybody appear here.
          Check a namespace below to see why it is closed, and ask for access.
        </EmptyPanel>
      )}
      {value && value.totalItems === 0 && filtered && (
        <EmptyPanel title="No namespace matches">
          Clear the filters to see all namespaces that you can read.
        </EmptyPanel>
      )}
      {value && value.namespaces.length > 0 && (
        <DataTable
          label="Namespaces that you can read"
          columns={columns}
          items={value.namespaces}
          keyOf={({ cluster, namespace }) => `${cluster}/${namespace}`}
        />
      )}
      <Pager pages={pages} label="Pages of namespaces" />
    </Section>
  );
}

/** Owners and the platform may look up who else can see it. */
function NamespaceName(props: { item: NamespaceAccessItem }) {
  const { cluster, namespace, access } = props.item;
  const namespaceRoute = useRouteRef(namespaceRouteRef);
  return access === 'shared' ? (
    <>{namespace}</>
  ) : (
    <Link href={namespaceRoute?.({ cluster, namespace })} weight="bold">
      {namespace}
    </Link>
  );
}
