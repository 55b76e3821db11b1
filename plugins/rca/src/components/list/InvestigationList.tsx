import { Link } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Investigation } from '@internal/plugin-rca-common';
import { ReactNode } from 'react';
import {
  Pager,
  SkeletonRows,
  StatusBadge,
  When,
  visibleText,
} from '@internal/page-kit';
import { PagedInvestigations } from '../../hooks/useInvestigationList';
import { entityName, outcomeText } from '../../lib/investigation';
import { confidenceText, stateLabels, verdictLabels } from '../../lib/words';
import { investigationRouteRef } from '../../routes';
import { RcaErrorPanel } from '../common/RcaErrorPanel';
import styles from './list.module.css';

/** A page of investigations, newest first, with its loading, empty and error states. */
export function InvestigationList(props: {
  list: PagedInvestigations;
  empty: ReactNode;
  /** Left out where all are of one component. */
  withEntity?: boolean;
}) {
  const { list, empty, withEntity } = props;
  const { value, error, reload, page } = list;

  if (!value) {
    return error ? (
      <RcaErrorPanel
        error={error}
        what="The list could not be loaded"
        onRetry={reload}
      />
    ) : (
      <SkeletonRows label="Loading analyses" />
    );
  }
  if (value.items.length === 0 && page === 1) {
    return <>{empty}</>;
  }
  return (
    <>
      {error && (
        <RcaErrorPanel
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
      <Pager
        pages={list}
        label="Pages of analyses"
        previous="Newer"
        next="Older"
      />
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
