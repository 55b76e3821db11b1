import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextAreaField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Notice, visibleText } from '@internal/page-kit';
import {
  AccessRequestAnswer,
  MAX_ACCESS_REQUEST_REASON_LENGTH,
  NamespaceRef,
} from '@internal/plugin-tenancy-common';
import { FormEvent, useState } from 'react';
import { tenancyApiRef } from '../../api';
import { requestExplanations } from '../../lib/explanations';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import styles from './explain.module.css';

const answers = {
  received: {
    status: 'success',
    title: 'The request was received',
    description:
      'If the namespace exists, its owners and the platform team are told. After a role was given to you, sign out and in again.',
  },
  'already-granted': {
    status: 'info',
    title: 'You have access already',
    description: 'Nobody was bothered. Reload the page to see it.',
  },
} as const;

/** Asks the people who own a namespace, or the platform, to open it; says what happens next. */
export function RequestAccessDialog(props: {
  namespace: NamespaceRef;
  onClose: () => void;
}) {
  const { onClose } = props;
  const { cluster, namespace } = props.namespace;
  const api = useApi(tenancyApiRef);
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [answer, setAnswer] = useState<AccessRequestAnswer>();
  const [error, setError] = useState<Error>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setError(undefined);
    try {
      setAnswer(
        await api.requestAccess({ cluster, namespace, reason: reason.trim() }),
      );
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setSending(false);
    }
  };

  return (
    <Dialog width="min(32rem, calc(100vw - 2rem))">
      <DialogHeader>Ask for access</DialogHeader>
      {answer ? (
        <>
          <DialogBody>
            <Notice role="status" {...answers[answer.status]} />
          </DialogBody>
          <DialogFooter>
            <Button variant="primary" onPress={onClose}>
              Done
            </Button>
          </DialogFooter>
        </>
      ) : (
        <form onSubmit={submit}>
          <DialogBody>
            <div className={styles.dialog}>
              <p>
                To read{' '}
                <strong>{visibleText(`${cluster}/${namespace}`)}</strong>. Its
                owners and the platform team get your name and your reason;
                nothing opens before you are given a role.
              </p>
              <TextAreaField
                label="Why do you need it?"
                description={`At most ${MAX_ACCESS_REQUEST_REASON_LENGTH} characters. Write no secrets.`}
                value={reason}
                onChange={setReason}
                rows={4}
                maxLength={MAX_ACCESS_REQUEST_REASON_LENGTH}
                isRequired
              />
              {error && (
                <TenancyErrorPanel
                  error={error}
                  what="The request was not sent"
                  explanations={requestExplanations}
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
              Send request
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  );
}
