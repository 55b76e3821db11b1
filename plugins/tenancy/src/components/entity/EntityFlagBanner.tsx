import { Link } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Notice, visibleText } from '@internal/page-kit';
import { useId } from 'react';
import { rootRouteRef } from '../../routes';
import { flagsOf } from '../../lib/flagsOf';
import { flagAdvice } from '../../lib/words';
import styles from '../flagged/flagged.module.css';

/** On the page of a flagged entity: what is not so, and how to mend it. */
export function EntityFlagBanner() {
  const { entity } = useEntity();
  const adviceId = useId();
  const myAccess = useRouteRef(rootRouteRef);
  const { reasons, messages } = flagsOf(entity);
  if (reasons.length === 0) {
    return null;
  }
  return (
    <Notice
      role="region"
      aria-label="Namespace warning"
      status="warning"
      title="Flagged: what this entity says about its namespace is not right"
      description={
        <div className={styles.notice}>
          <ul className={styles.flags}>
            {messages.map(message => (
              <li key={message}>{visibleText(message)}</li>
            ))}
          </ul>
          <div>
            <strong id={adviceId}>To mend it</strong>
            <ul className={styles.advice} aria-labelledby={adviceId}>
              {reasons.map(reason => (
                <li key={reason}>{flagAdvice[reason]}</li>
              ))}
            </ul>
          </div>
          <p>
            Until then it opens nothing that is not its owner’s.{' '}
            <Link href={myAccess?.()} variant="body-small">
              My access
            </Link>{' '}
            says which namespaces are yours.
          </p>
        </div>
      }
    />
  );
}
