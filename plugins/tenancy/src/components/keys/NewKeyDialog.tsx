import {
  Button,
  Checkbox,
  CheckboxGroup,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Select,
  TextField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { SkeletonRows, useLoad } from '@internal/page-kit';
import {
  GrantablePermission,
  grantablePermissions,
  AccessKeyWithSecret,
  NamespaceAccessItem,
} from '@internal/plugin-tenancy-common';
import { FormEvent, useState } from 'react';
import { accessKeysApiRef, tenancyApiRef } from '../../api';
import { permissionWords } from '../../lib/words';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import styles from './keys.module.css';

const MAX_NAME_LENGTH = 100;
/** As many as the backend puts on one page; a key has at most 50. */
const MAX_NAMESPACES = 100;
const lifetimes = [7, 30, 90].map(days => ({
  id: String(days * 24),
  label: `${days} days`,
}));

const idOf = ({ cluster, namespace }: NamespaceAccessItem) =>
  `${cluster}/${namespace}`;

function parse(id: string) {
  const [cluster, namespace] = id.split('/');
  return { cluster, namespace };
}

/** Makes a key of one of the reader's groups. */
export function NewKeyDialog(props: {
  groups: readonly string[];
  onCreated: (key: AccessKeyWithSecret) => void;
  onClose: () => void;
}) {
  const { groups, onCreated, onClose } = props;
  const api = useApi(accessKeysApiRef);
  const [name, setName] = useState('');
  const [owner, setOwner] = useState(groups[0]);
  const [permissions, setPermissions] = useState<string[]>([]);
  const [namespaces, setNamespaces] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState(lifetimes[1].id);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setError(undefined);
    try {
      onCreated(
        await api.create({
          name: name.trim(),
          owner,
          permissions: permissions as GrantablePermission[],
          namespaces: namespaces.map(parse),
          lifetimeHours: Number(lifetime),
        }),
      );
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setSending(false);
    }
  };

  return (
    <Dialog width="min(36rem, calc(100vw - 2rem))">
      <DialogHeader>New key for a machine</DialogHeader>
      <form onSubmit={submit}>
        <DialogBody>
          <div className={styles.stack}>
            <TextField
              label="Name"
              description="What uses it, for example nightly report."
              value={name}
              onChange={setName}
              maxLength={MAX_NAME_LENGTH}
              autoComplete="off"
              isRequired
            />
            <Select
              label="Owner"
              description="Its members may rotate and revoke the key, and it can never read more than they."
              options={groups.map(id => ({
                id,
                label: id.replace(/^group:(default\/)?/, ''),
              }))}
              value={owner}
              onChange={key => {
                setOwner(String(key));
                setNamespaces([]);
              }}
            />
            <CheckboxGroup
              label="It may"
              value={permissions}
              onChange={setPermissions}
              isRequired
            >
              {grantablePermissions.map(id => (
                <Checkbox key={id} value={id}>
                  {permissionWords[id]}
                </Checkbox>
              ))}
            </CheckboxGroup>
            <NamespaceChoice
              owner={owner}
              value={namespaces}
              onChange={setNamespaces}
            />
            <Select
              label="Works for"
              options={lifetimes}
              value={lifetime}
              onChange={key => setLifetime(String(key))}
            />
            {error && (
              <TenancyErrorPanel error={error} what="The key was not made" />
            )}
          </div>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            isPending={sending}
            isDisabled={name.trim() === '' || permissions.length === 0}
          >
            Make key
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function NamespaceChoice(props: {
  owner: string;
  value: string[];
  onChange: (value: string[]) => void;
}) {
  const { owner, value, onChange } = props;
  const api = useApi(tenancyApiRef);
  const { value: overview, error } = useLoad({
    key: 'namespaces-for-keys',
    load: signal => api.getAccess({ limit: MAX_NAMESPACES }, { signal }),
  });
  if (error) {
    return (
      <TenancyErrorPanel
        error={error}
        what="The namespaces could not be listed"
      />
    );
  }
  if (!overview) {
    return <SkeletonRows label="Loading namespaces" rows={2} />;
  }
  const offered = overview.namespaces.filter(
    ({ via, access }) => via === owner || access === 'shared',
  );
  return (
    <CheckboxGroup
      label="In these namespaces"
      description={
        offered.length === 0 ? 'This group may read no namespace.' : undefined
      }
      value={value}
      onChange={onChange}
    >
      {offered.map(item => (
        <Checkbox key={idOf(item)} value={idOf(item)}>
          {`${item.namespace} (${item.cluster})`}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
