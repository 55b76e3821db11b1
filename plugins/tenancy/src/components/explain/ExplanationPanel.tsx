import { Button, DialogTrigger } from '@backstage/ui';
import { StatusBadge, visibleText } from '@internal/page-kit';
import { AccessExplanation } from '@internal/plugin-tenancy-common';
import { useState } from 'react';
import { RequestAccessDialog } from './RequestAccessDialog';
import styles from './explain.module.css';

/** A decision in words: what, why, and what to do. */
export function ExplanationPanel(props: { explanation: AccessExplanation }) {
  const { explanation } = props;
  const { result, reason, sentence, whatToDo, canRequest } = explanation;
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.explanation} data-result={result}>
      <p className={styles.head}>
        <StatusBadge
          label={
            result === 'allow'
              ? { word: 'Open to you', tone: 'success' }
              : { word: 'Closed to you', tone: 'danger' }
          }
        />
        {reason && <code className={styles.reason}>{reason}</code>}
      </p>
      <p>{visibleText(sentence)}</p>
      {whatToDo && <p>{visibleText(whatToDo)}</p>}
      {canRequest && (
        <DialogTrigger isOpen={open} onOpenChange={setOpen}>
          <Button variant="secondary" className={styles.ask}>
            Ask for access
          </Button>
          <RequestAccessDialog
            namespace={explanation}
            onClose={() => setOpen(false)}
          />
        </DialogTrigger>
      )}
    </div>
  );
}
