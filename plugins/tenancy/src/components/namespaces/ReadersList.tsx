import {
  DataColumn,
  DataTable,
  EmptyPanel,
  Section,
  StatusBadge,
} from '@internal/page-kit';
import { NamespaceAccessReport } from '@internal/plugin-tenancy-common';
import { sourceWords } from '../../lib/words';
import { GroupLink } from '../common/GroupLink';

type Reader = NamespaceAccessReport['groups'][number];

const labels = {
  owner: { word: 'Owner', tone: 'success' },
  platform: { word: 'Platform', tone: 'neutral' },
} as const;

const columns: Array<DataColumn<Reader>> = [
  {
    id: 'group',
    title: 'Group',
    rowHeader: true,
    cell: ({ group }) => <GroupLink group={group} />,
  },
  {
    id: 'access',
    title: 'Access',
    cell: ({ access }) => <StatusBadge label={labels[access]} />,
  },
  {
    id: 'source',
    title: 'Said by',
    cell: ({ source }) =>
      source ? sourceWords[source] : 'Portal configuration',
  },
];

/** Groups that can read a namespace, and through what. */
export function ReadersList(props: { report: NamespaceAccessReport }) {
  const { groups, everyone } = props.report;
  return (
    <Section title="Groups that can see it">
      {groups.length > 0 ? (
        <DataTable
          label="Groups that can see it"
          columns={columns}
          items={groups}
          keyOf={({ group, access }) => `${group} ${access}`}
        />
      ) : (
        <EmptyPanel title={everyone ? 'No group of its own' : 'No group'}>
          {everyone
            ? 'It is shared with everybody who is signed in.'
            : 'The group that owns it appears here once a trusted source names one.'}
        </EmptyPanel>
      )}
    </Section>
  );
}
