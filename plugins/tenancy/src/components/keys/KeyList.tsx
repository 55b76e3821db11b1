import { DataColumn, DataTable, StatusBadge, When } from '@internal/page-kit';
import {
  AccessKeyItem,
  AccessKeyWithSecret,
} from '@internal/plugin-tenancy-common';
import { permissionWord } from '../../lib/words';
import { GroupLink } from '../common/GroupLink';
import { KeyActions } from './KeyActions';
import { keyState } from './keyState';
import styles from './keys.module.css';

/** Keys with what they may do, when they end, and the two things one does with a key. */
export function KeyList(props: {
  keys: readonly AccessKeyItem[];
  groups: readonly string[];
  busy: boolean;
  onRotated: (key: AccessKeyWithSecret) => void;
  onRevoked: () => void;
}) {
  const { keys, groups, ...actions } = props;
  const columns: Array<DataColumn<AccessKeyItem>> = [
    {
      id: 'name',
      title: 'Name',
      rowHeader: true,
      cell: key => key.name,
    },
    {
      id: 'owner',
      title: 'Owner',
      cell: key => <GroupLink group={key.owner} />,
    },
    {
      id: 'scope',
      title: 'May',
      cell: key => (
        <ul className={styles.scope}>
          {key.permissions.map(id => (
            <li key={id}>{permissionWord(id)}</li>
          ))}
          <li>
            {key.namespaces.length === 0
              ? 'in no namespace'
              : `in ${key.namespaces
                  .map(({ cluster, namespace }) => `${cluster}/${namespace}`)
                  .join(', ')}`}
          </li>
        </ul>
      ),
    },
    {
      id: 'state',
      title: 'State',
      cell: key => <StatusBadge label={keyState(key)} />,
    },
    {
      id: 'end',
      title: 'Ends',
      cell: key => <When iso={key.revokedAt ?? key.expiresAt} only="exact" />,
    },
    {
      id: 'used',
      title: 'Last used',
      cell: key =>
        key.lastUsedAt ? (
          <When iso={key.lastUsedAt} only="relative" />
        ) : (
          'Never'
        ),
    },
    {
      id: 'actions',
      title: 'Actions',
      cell: key =>
        keyState(key).open ? (
          <KeyActions
            item={key}
            // The platform may take keys of others away, but never hold one.
            canRotate={groups.includes(key.owner)}
            {...actions}
          />
        ) : null,
    },
  ];
  return (
    <DataTable
      label="Keys for machines"
      columns={columns}
      items={[...keys]}
      keyOf={key => key.id}
    />
  );
}
