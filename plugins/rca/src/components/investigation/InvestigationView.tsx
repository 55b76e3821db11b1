import { Button, Link, Skeleton, VisuallyHidden } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Investigation,
  InvestigationWithReport,
} from '@internal/plugin-rca-common';
import { EmptyPanel, Notice, errorName, visibleText } from '@internal/page-kit';
import { useInvestigation } from '../../hooks/useInvestigation';
import { useFollowedProgress } from '../../hooks/useFollowedProgress';
import { useStart } from '../../hooks/useStart';
import { isRunning } from '../../lib/investigation';
import { myAccessRouteRef } from '../../routes';
import { RcaErrorPanel } from '../common/RcaErrorPanel';
import { ReportView } from '../report/ReportView';
import { ProgressPanel } from './ProgressPanel';
import styles from './investigation.module.css';

/** One investigation in whatever state it is in. */
export function InvestigationView(props: {
  id: string;
  withPermalink?: boolean;
  /** A new investigation of the same subject was started from here. */
  onStarted: (investigation: Investigation) => void;
}) {
  const { id, withPermalink, onStarted } = props;
  const { value, error, reload } = useInvestigation(id);
  const { start, starting, error: startError } = useStart(onStarted);
  const { ref, announcement } = useFollowedProgress(value);

  if (!value) {
    return error ? (
      <LoadError error={error} onRetry={reload} />
    ) : (
      <ReportSkeleton />
    );
  }

  const analyzeAgain = () =>
    start({
      entityRef: value.entityRef,
      namespace: value.namespace,
      cluster: value.cluster,
      timeRange: value.window,
    });

  return (
    <div className={styles.view} ref={ref} tabIndex={-1}>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      {error && (
        <RcaErrorPanel
          error={error}
          what="This page may be out of date"
          onRetry={reload}
        />
      )}
      {startError && (
        <RcaErrorPanel
          error={startError}
          what="The analysis could not be started"
          namespace={value}
        />
      )}
      <Ended
        investigation={value}
        withPermalink={withPermalink}
        onAnalyzeAgain={analyzeAgain}
        analyzing={starting}
      />
      {isRunning(value) && (
        <ProgressPanel
          key={value.id}
          investigation={value}
          onCancelled={reload}
        />
      )}
    </div>
  );
}

function Ended(props: {
  investigation: InvestigationWithReport;
  withPermalink?: boolean;
  onAnalyzeAgain: () => void;
  analyzing: boolean;
}) {
  const { investigation, onAnalyzeAgain, analyzing, withPermalink } = props;
  const again = (
    <Button
      size="small"
      variant="secondary"
      isPending={analyzing}
      onPress={onAnalyzeAgain}
    >
      Analyze again
    </Button>
  );
  if (investigation.state === 'failed') {
    return (
      <Notice
        role="alert"
        status="danger"
        title="The analysis failed"
        description={visibleText(
          investigation.error ?? 'The portal does not know why.',
        )}
        customActions={again}
      />
    );
  }
  if (investigation.state === 'cancelled') {
    return (
      <Notice
        role="status"
        status="info"
        title="The analysis was cancelled"
        description="It stopped where it was and left no report."
        customActions={again}
      />
    );
  }
  if (investigation.state === 'succeeded' && investigation.report) {
    return (
      <ReportView
        investigation={investigation}
        report={investigation.report}
        withPermalink={withPermalink}
        onAnalyzeAgain={onAnalyzeAgain}
        analyzing={analyzing}
      />
    );
  }
  return null;
}

function LoadError(props: { error: Error; onRetry: () => void }) {
  const { error, onRetry } = props;
  const myAccess = useRouteRef(myAccessRouteRef);
  if (errorName(error) === 'NotFoundError') {
    return (
      <EmptyPanel title="No such analysis">
        It does not exist, or it belongs to a namespace that you may not read.{' '}
        {myAccess && (
          <>
            <Link href={myAccess()}>My access</Link> says which are yours.
          </>
        )}
      </EmptyPanel>
    );
  }
  return (
    <RcaErrorPanel
      error={error}
      what="The analysis could not be loaded"
      onRetry={onRetry}
    />
  );
}

/** The shape of a report before it is there. */
function ReportSkeleton() {
  return (
    <div className={styles.view} aria-busy="true">
      <VisuallyHidden role="status">Loading the analysis</VisuallyHidden>
      <Skeleton width="100%" height={160} />
      <Skeleton width="100%" height={96} />
      <Skeleton width="100%" height={220} />
    </div>
  );
}
