import { Button, Link, Skeleton, VisuallyHidden } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Investigation } from '@internal/plugin-rca-common';
import { ReactNode } from 'react';
import { PagedInvestigations } from '../../hooks/useInvestigationList';
import { entityName, outcomeText } from '../../lib/investigation';
import { visibleText } from '../../lib/untrusted';
import { confidenceText, stateLabels, verdictLabels } from '../../lib/words';
import { investigationRouteRef } from '../../routes';
import { ErrorPanel } from '../common/ErrorPanel';
import { StatusBadge } from '../common/StatusBadge';
import { When } from '../common/When';
import styles from './list.module.css';

const SKELETON_ROWS = [0, 1, 2, 3];

/** A page of investigations, newest first, with its loading, empty and error states. */
export function InvestigationList(props: {
  list: PagedInvestigations;
  empty: ReactNode;
  /** Left out where all are of one component. */
  withEntity?: boolean;
}) {
  const { list, empty, withEntity } = props;
  const { value, error, loading, reload, page } = list;

  if (!value) {
    return error ? (
      <ErrorPanel
        error={error}
        what="The list could not be loaded"
        onRetry={reload}
      />
    ) : (
      <div aria-busy={loading}>
        <VisuallyHidden role="status">Loading analyses</VisuallyHidden>
        {SKELETON_ROWS.map(row => (
          <Skeleton
            key={row}
            width="100%"
            height={56}
            className={styles.skeleton}
          />
        ))}
      </div>
    );
  }
  if (value.items.length === 0 && page === 1) {
    return <>{empty}</>;
  }
  return (
    <>
      {error && (
        <ErrorPanel
          error={error}
          what="The list may be out of date"
          onRetry={reload}
        />
      )}
      <ul className={styles.list}>
        {value.items.map(investigation => (
          <InvestigationRow
            key={investigation.id}
            investigation={investigation}
            withEntity={withEntity}
          />
        ))}
      </ul>
      {(list.onNextPage || list.onPreviousPage) && (
        <nav className={styles.pager} aria-label="Pages of analyses">
          <Button
            variant="secondary"
            isDisabled={!list.onPreviousPage}
            onPress={list.onPreviousPage}
          >
            Newer
          </Button>
          <span className={styles.muted}>Page {page}</span>
          <Button
            variant="secondary"
            isDisabled={!list.onNextPage}
            onPress={list.onNextPage}
          >
            Older
          </Button>
        </nav>
      )}
    </>
  );
}

function InvestigationRow(props: {
  investigation: Investigation;
  withEntity?: boolean;
}) {
  const { investigation, withEntity } = props;
  const investigationRoute = useRouteRef(investigationRouteRef);
  const { id, verdict, state, confidence, createdAt } = investigation;
  return (
    <li className={styles.row}>
      <div>
        <StatusBadge
          label={verdict ? verdictLabels[verdict] : stateLabels[state]}
        />
      </div>
      <div>
        <Link
          href={investigationRoute?.({ id })}
          weight={withEntity ? 'bold' : 'regular'}
          className={styles.link}
        >
          {withEntity
            ? entityName(investigation.entityRef)
            : visibleText(outcomeText(investigation))}
        </Link>
        {withEntity && (
          <p className={styles.outcome}>
            {visibleText(outcomeText(investigation))}
          </p>
        )}
        <p className={styles.muted}>
          {withEntity && (
            <span>
              {investigation.namespace} in {investigation.cluster}
            </span>
          )}
          {verdict && confidence !== undefined && (
            <span>Confidence: {confidenceText(confidence)}</span>
          )}
        </p>
      </div>
      <div className={styles.when}>
        <When iso={createdAt} only="relative" />
      </div>
    </li>
  );
}
