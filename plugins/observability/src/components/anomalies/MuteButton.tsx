import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Select,
  TextAreaField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { visibleText } from '@internal/page-kit';
import { Anomaly } from '@internal/plugin-observability-common';
import { FormEvent, useState } from 'react';
import { observabilityApiRef } from '../../api';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';
import styles from './anomalies.module.css';

const MAX_REASON_LENGTH = 500;
const periods = [1, 7, 30, 90].map(days => ({
  id: String(days),
  label: days === 1 ? '1 day' : `${days} days`,
}));

/** Mutes what is known and no news, for a while and with a reason. */
export function MuteButton(props: { anomaly: Anomaly; onMuted: () => void }) {
  const { anomaly, onMuted } = props;
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        size="small"
        variant="tertiary"
        aria-label={`Mute ${visibleText(anomaly.title)}`}
      >
        Mute
      </Button>
      <MuteDialog
        anomaly={anomaly}
        onClose={() => setOpen(false)}
        onMuted={() => {
          setOpen(false);
          onMuted();
        }}
      />
    </DialogTrigger>
  );
}

function MuteDialog(props: {
  anomaly: Anomaly;
  onClose: () => void;
  onMuted: () => void;
}) {
  const { anomaly, onClose, onMuted } = props;
  const { cluster, namespace, service, subject } = anomaly;
  const api = useApi(observabilityApiRef);
  const [whole, setWhole] = useState(false);
  const [days, setDays] = useState('7');
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setError(undefined);
    try {
      await api.createMute({
        cluster,
        namespace,
        ...(service && { service }),
        ...(!(whole && service) && { subject }),
        reason: reason.trim(),
        days: Number(days),
      });
      onMuted();
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setSending(false);
    }
  };

  return (
    <Dialog width="min(32rem, calc(100vw - 2rem))">
      <DialogHeader>Mute an anomaly</DialogHeader>
      <form onSubmit={submit}>
        <DialogBody>
          <div className={styles.form}>
            <p>
              The owners of {visibleText(namespace)} are not told of it, and the
              list leaves it out. The scan goes on.
            </p>
            {service && (
              <Select
                label="What"
                options={[
                  { id: 'one', label: visibleText(anomaly.title) },
                  {
                    id: 'all',
                    label: `Everything of ${visibleText(service)}`,
                  },
                ]}
                value={whole ? 'all' : 'one'}
                onChange={key => setWhole(key === 'all')}
              />
            )}
            <Select
              label="For"
              options={periods}
              value={days}
              onChange={key => setDays(String(key))}
            />
            <TextAreaField
              label="Why?"
              description="Others see it beside your name."
              value={reason}
              onChange={setReason}
              rows={3}
              maxLength={MAX_REASON_LENGTH}
              isRequired
            />
            {error && (
              <ObservabilityErrorPanel
                error={error}
                what="It was not muted"
                target={
                  anomaly.entityRef
                    ? { entityRef: anomaly.entityRef, cluster, namespace }
                    : undefined
                }
              />
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
            isDisabled={reason.trim() === ''}
          >
            Mute
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
