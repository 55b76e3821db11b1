import { Button, TextAreaField } from '@backstage/ui';
import { CopyButton, StatusBadge, visibleText } from '@internal/page-kit';
import { LogLanguage } from '@internal/plugin-observability-common';
import { FormEvent, useState } from 'react';
import { LogState } from '../useLogState';
import styles from './filter.module.css';

const LANGUAGES: Record<LogLanguage, string> = {
  logsql: 'LogsQL',
  logql: 'LogQL',
};

/**
 * The text that the store is asked, to read, copy and edit. An edited text
 * takes the place of the filters, which wait until the reader goes back.
 */
export function QueryText(props: {
  state: LogState;
  /** As it ran; absent until something answered. */
  ran: string | undefined;
  language: LogLanguage;
}) {
  const { state, ran, language } = props;
  const edited = state.ask.query;
  const shown = edited ?? ran;
  const [draft, setDraft] = useState<string>();

  const run = (event: FormEvent) => {
    event.preventDefault();
    state.setQuery(
      draft?.trim() === ran && !edited ? undefined : draft?.trim(),
    );
    setDraft(undefined);
  };
  if (draft !== undefined) {
    return (
      <form className={styles.query} onSubmit={run}>
        <TextAreaField
          label={`Query in ${LANGUAGES[language]}`}
          description="It runs inside of your namespace, whatever it says."
          rows={3}
          className={styles.code}
          value={draft}
          onChange={setDraft}
        />
        <div className={styles.buttons}>
          <Button size="small" variant="primary" type="submit">
            Run
          </Button>
          <Button
            size="small"
            variant="tertiary"
            onPress={() => setDraft(undefined)}
          >
            Cancel
          </Button>
        </div>
      </form>
    );
  }
  return (
    <div className={styles.query}>
      <div className={styles.queryLine}>
        {edited !== undefined ? (
          <StatusBadge label={{ word: 'Edited query', tone: 'info' }} />
        ) : (
          <span className={styles.note}>Query</span>
        )}
        <code className={styles.code}>{visibleText(shown ?? '…')}</code>
        <div className={styles.buttons}>
          <Button
            size="small"
            variant="tertiary"
            isDisabled={shown === undefined}
            onPress={() => setDraft(shown ?? '')}
          >
            Edit
          </Button>
          {shown !== undefined && <CopyButton text={shown} what="the query" />}
          {edited !== undefined && (
            <Button
              size="small"
              variant="secondary"
              onPress={() => state.setQuery(undefined)}
            >
              Back to filters
            </Button>
          )}
        </div>
      </div>
      {edited !== undefined && state.chips.length > 0 && (
        <p className={styles.note}>
          The filters above do not count while the query is edited.
        </p>
      )}
    </div>
  );
}
