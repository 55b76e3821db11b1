import {
  Button,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Link,
  Skeleton,
  Text,
} from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Investigation } from '@internal/plugin-rca-common';
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { StatusBadge, When, visibleText } from '@internal/page-kit';
import { useInvestigationList } from '../../hooks/useInvestigationList';
import { useStart } from '../../hooks/useStart';
import { outcomeText } from '../../lib/investigation';
import { namespaceOf } from '../../lib/namespaceOf';
import { stateLabels, verdictLabels } from '../../lib/words';
import { investigationRouteRef } from '../../routes';
import { RcaErrorPanel } from '../common/RcaErrorPanel';
import { DEFAULT_TIME_RANGE } from '../investigation/AnalyzeForm';
import styles from './entity.module.css';

/** On the overview: the last verdict in a line, and the button where the problem is. */
export function EntityRootCauseCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const { value, error, reload } = useInvestigationList({
    entityRef,
    limit: 1,
  });
  const navigate = useNavigate();
  const investigationRoute = useRouteRef(investigationRouteRef);
  const show = useCallback(
    (investigation: Investigation) => {
      if (investigationRoute) {
        navigate(investigationRoute({ id: investigation.id }));
      }
    },
    [navigate, investigationRoute],
  );
  const { start, starting, error: startError } = useStart(show);
  const last = value?.items[0];

  return (
    <Card>
      <CardHeader>
        <Text
          as="h2"
          variant="title-x-small"
          weight="bold"
          className={styles.title}
        >
          Root cause
        </Text>
      </CardHeader>
      <CardBody>
        {startError && (
          <RcaErrorPanel
            error={startError}
            what="The analysis could not be started"
            namespace={namespaceOf(entity)}
          />
        )}
        {!value && error && (
          <RcaErrorPanel
            error={error}
            what="The last analysis could not be loaded"
            onRetry={reload}
          />
        )}
        {!value && !error && <Skeleton width="100%" height={48} />}
        {value && !last && (
          <p className={styles.text}>
            Not analysed yet. Analyze reads the last hour of pods, logs, metrics
            and changes and names the cause.
          </p>
        )}
        {last && (
          <LastVerdict
            investigation={last}
            href={investigationRoute?.({ id: last.id })}
          />
        )}
      </CardBody>
      <CardFooter>
        <Button
          variant="primary"
          isPending={starting}
          onPress={() =>
            start({ entityRef, timeRange: { last: DEFAULT_TIME_RANGE } })
          }
        >
          Analyze
        </Button>
      </CardFooter>
    </Card>
  );
}

function LastVerdict(props: { investigation: Investigation; href?: string }) {
  const { investigation, href } = props;
  const { verdict, state } = investigation;
  return (
    <div className={styles.text}>
      <p className={styles.line}>
        <StatusBadge
          label={verdict ? verdictLabels[verdict] : stateLabels[state]}
        />
        <When iso={investigation.createdAt} only="relative" />
      </p>
      <p>
        <Link href={href}>{visibleText(outcomeText(investigation))}</Link>
      </p>
    </div>
  );
}
