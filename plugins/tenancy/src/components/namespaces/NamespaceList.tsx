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
  NamespacePage,
  NamespaceSummary,
} from '@internal/plugin-tenancy-common';
import { useListFilter } from '../../hooks/useListFilter';
import { count, stateLabels } from '../../lib/words';
import { namespaceRouteRef } from '../../routes';
import { GroupLink } from '../common/GroupLink';
import {
  clusterChoices,
  labelChoice,
  ListFilters,
} from '../common/ListFilters';
import { ClaimsText } from './ClaimsText';
import styles from '../common/common.module.css';

const columns: Array<DataColumn<NamespaceSummary>> = [
  {
    id: 'namespace',
    title: 'Namespace',
    rowHeader: true,
    cell: item => <NamespaceName item={item} />,
  },
  { id: 'cluster', title: 'Cluster', cell: ({ cluster }) => cluster },
  {
    id: 'state',
    title: 'State',
    cell: ({ state, shared }) => (
      <span className={styles.badges}>
        <StatusBadge label={stateLabels[state]} />
        {shared && <StatusBadge label={{ word: 'Shared', tone: 'info' }} />}
      </span>
    ),
  },
  {
    id: 'owner',
    title: 'Owner',
    cell: ({ owner }) => (owner ? <GroupLink group={owner} /> : 'Nobody'),
  },
  {
    id: 'claims',
    title: 'Said by',
    cell: ({ claims }) => <ClaimsText claims={claims} />,
  },
];

const stateChoice = labelChoice(
  { name: 'state', label: 'State', any: 'Any state' },
  stateLabels,
);

/** All namespaces, a page at a time. */
export function NamespaceList(props: {
  pages: Paged<NamespacePage>;
  filter: ReturnType<typeof useListFilter>;
  filtered: boolean;
}) {
  const { pages, filter, filtered } = props;
  const { value } = pages;
  return (
    <Section
      title="Who can see which namespace"
      aside={
        value && (
          <span className={styles.muted} role="status">
            {count(value.totalItems, 'namespace')}
            {filtered && ' found'}
          </span>
        )
      }
    >
      <ListFilters
        filter={filter}
        searchLabel="Search namespaces"
        choices={[stateChoice, ...clusterChoices(value?.clusters)]}
      />
      {!value && <SkeletonRows label="Loading namespaces" rows={8} />}
      {value?.items.length === 0 && (
        <EmptyPanel title={filtered ? 'No namespace matches' : 'No namespaces'}>
          {filtered
            ? 'Clear the filters to see all namespaces.'
            : 'The namespaces of all clusters appear here once a cluster has answered.'}
        </EmptyPanel>
      )}
      {value && value.items.length > 0 && (
        <DataTable
          label="Namespaces"
          columns={columns}
          items={value.items}
          keyOf={({ cluster, namespace }) => `${cluster}/${namespace}`}
        />
      )}
      <Pager pages={pages} label="Pages of namespaces" />
    </Section>
  );
}

function NamespaceName(props: { item: NamespaceSummary }) {
  const { cluster, namespace } = props.item;
  const namespaceRoute = useRouteRef(namespaceRouteRef);
  return (
    <Link href={namespaceRoute?.({ cluster, namespace })} weight="bold">
      {namespace}
    </Link>
  );
}
