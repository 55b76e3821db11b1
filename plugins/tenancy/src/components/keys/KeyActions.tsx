import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { visibleText } from '@internal/page-kit';
import {
  AccessKeyItem,
  AccessKeyWithSecret,
} from '@internal/plugin-tenancy-common';
import { useState } from 'react';
import { accessKeysApiRef } from '../../api';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import styles from './keys.module.css';

/** Rotate and revoke, each confirmed in a dialog that names the key. */
export function KeyActions(props: {
  item: AccessKeyItem;
  canRotate: boolean;
  busy: boolean;
  onRotated: (key: AccessKeyWithSecret) => void;
  onRevoked: () => void;
}) {
  const { item, canRotate, busy, onRotated, onRevoked } = props;
  const api = useApi(accessKeysApiRef);
  return (
    <div className={styles.buttons}>
      {canRotate && (
        <Confirmed
          label="Rotate"
          item={item}
          busy={busy}
          consequence="A new secret is made. The one in use works until the overlap that the portal allows is over, so that the machine can change over."
          run={async () => onRotated(await api.rotate(item.id))}
        />
      )}
      <Confirmed
        label="Revoke"
        item={item}
        busy={busy}
        destructive
        consequence="The key stops working at once and cannot be brought back. Tokens that were made with it open nothing after a few seconds."
        run={async () => {
          await api.revoke(item.id);
          onRevoked();
        }}
      />
    </div>
  );
}

function Confirmed(props: {
  label: string;
  item: AccessKeyItem;
  consequence: string;
  busy: boolean;
  destructive?: boolean;
  run: () => Promise<void>;
}) {
  const { label, item, consequence, busy, destructive, run } = props;
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const name = visibleText(item.name);

  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      await run();
      setOpen(false);
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setPending(false);
    }
  };

  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        size="small"
        variant="tertiary"
        isDisabled={busy}
        aria-label={`${label} ${name}`}
      >
        {label}
      </Button>
      <Dialog width="min(30rem, calc(100vw - 2rem))">
        <DialogHeader>{`${label} ${name}`}</DialogHeader>
        <DialogBody>
          <div className={styles.stack}>
            <p>{consequence}</p>
            {error && (
              <TenancyErrorPanel
                error={error}
                what={`The key was not ${destructive ? 'revoked' : 'rotated'}`}
              />
            )}
          </div>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={() => setOpen(false)}>
            Cancel
          </Button>
          <Button
            variant="primary"
            destructive={destructive}
            isPending={pending}
            onPress={confirm}
          >
            {label}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
