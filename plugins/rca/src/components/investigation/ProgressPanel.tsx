import { Button, Card, CardBody, Text } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Investigation, SourceProgress } from '@internal/plugin-rca-common';
import { useState } from 'react';
import {
  formatSeconds,
  StatusBadge,
  visibleText,
  windowText,
} from '@internal/page-kit';
import { rcaApiRef } from '../../api';
import {
  describeProgress,
  entityName,
  isFinished,
} from '../../lib/investigation';
import { sourceLabels, sourceName } from '../../lib/words';
import { RcaErrorPanel } from '../common/RcaErrorPanel';
import styles from './investigation.module.css';

/** A running investigation: its sources finish one by one, each with what it found. */
export function ProgressPanel(props: {
  investigation: Investigation;
  onCancelled: () => void;
}) {
  const { investigation, onCancelled } = props;
  const api = useApi(rcaApiRef);
  const [cancelling, setCancelling] = useState(false);
  const [error, setError] = useState<Error>();

  const cancel = async () => {
    setCancelling(true);
    setError(undefined);
    try {
      await api.cancel(investigation.id);
      onCancelled();
    } catch (cause) {
      setError(cause as Error);
      setCancelling(false);
    }
  };

  return (
    <Card aria-label="Analysis in progress">
      <CardBody>
        <div className={styles.progressHead}>
          <div>
            <Text as="h2" variant="title-small" className={styles.title}>
              Analyzing {entityName(investigation.entityRef)}
            </Text>
            <p className={styles.muted}>
              {windowText(investigation.window)}, {investigation.namespace} in{' '}
              {investigation.cluster}
            </p>
          </div>
          <Button variant="secondary" isPending={cancelling} onPress={cancel}>
            Cancel
          </Button>
        </div>
        {error && (
          <RcaErrorPanel
            error={error}
            what="The analysis could not be cancelled"
          />
        )}
        <p className={styles.muted}>{describeProgress(investigation)}</p>
        <ul className={styles.sources}>
          {investigation.progress.map(progress => (
            <SourceRow key={progress.source} progress={progress} />
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function SourceRow(props: { progress: SourceProgress }) {
  const { progress } = props;
  return (
    <li className={styles.sourceRow}>
      <span className={styles.sourceName}>{sourceName(progress.source)}</span>
      <StatusBadge label={sourceLabels[progress.status]} />
      {isFinished(progress) && (
        <span className={styles.sourceSummary}>
          {visibleText(progress.summary)}{' '}
          <span className={styles.muted}>
            {formatSeconds(progress.durationMs / 1_000)}
          </span>
        </span>
      )}
    </li>
  );
}
