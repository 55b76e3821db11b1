import { Button, DialogTrigger } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { EmptyPanel, Section, useLoad } from '@internal/page-kit';
import {
  AccessKeyWithSecret,
  AccessOverview,
} from '@internal/plugin-tenancy-common';
import { useState } from 'react';
import { accessKeysApiRef } from '../../api';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import { KeyList } from './KeyList';
import { KeySecretNotice } from './KeySecretNotice';
import { NewKeyDialog } from './NewKeyDialog';
import styles from './keys.module.css';

/** Keys for machines of the reader's groups; nothing where the portal has none. */
export function AccessKeysSection(props: { overview: AccessOverview }) {
  const { groups } = props.overview;
  const api = useApi(accessKeysApiRef);
  const { value, error, loading, reload } = useLoad({
    key: 'access-keys',
    load: async signal => ({ keys: await api.list({ signal }) }),
  });
  const [fresh, setFresh] = useState<AccessKeyWithSecret>();
  const [open, setOpen] = useState(false);

  const show = (key: AccessKeyWithSecret) => {
    setFresh(key);
    reload();
  };

  if (!error && !value?.keys) {
    return null;
  }
  return (
    <Section
      title="Keys for machines"
      aside={
        value?.keys && groups.length > 0 ? (
          <DialogTrigger isOpen={open} onOpenChange={setOpen}>
            <Button variant="secondary" size="small">
              New key
            </Button>
            <NewKeyDialog
              groups={groups}
              onCreated={key => {
                setOpen(false);
                show(key);
              }}
              onClose={() => setOpen(false)}
            />
          </DialogTrigger>
        ) : undefined
      }
    >
      <div className={styles.stack}>
        {error && (
          <TenancyErrorPanel
            error={error}
            what={
              value
                ? 'The list may be out of date'
                : 'The keys could not be listed'
            }
            onRetry={reload}
          />
        )}
        {fresh && (
          <KeySecretNotice fresh={fresh} onDone={() => setFresh(undefined)} />
        )}
        {value?.keys?.length === 0 && (
          <EmptyPanel title="No keys">
            A key lets a machine read what one of your groups may read, within
            bounds and until an end that you set.
          </EmptyPanel>
        )}
        {value?.keys && value.keys.length > 0 && (
          <KeyList
            keys={value.keys}
            groups={groups}
            busy={loading}
            onRotated={show}
            onRevoked={reload}
          />
        )}
      </div>
    </Section>
  );
}
