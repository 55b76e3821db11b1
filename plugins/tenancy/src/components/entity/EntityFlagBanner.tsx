import { Link } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Notice, visibleText } from '@internal/page-kit';
import { rootRouteRef } from '../../routes';
import { flagsOf } from '../../lib/flagsOf';
import { flagAdvice } from '../../lib/words';
import styles from '../flagged/flagged.module.css';

/** On the page of a flagged entity: what is not so, and how to mend it. */
export function EntityFlagBanner() {
  const { entity } = useEntity();
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
      title="What this entity says about its namespace is not so"
      description={
        <div className={styles.notice}>
          <ul className={styles.flags}>
            {messages.map(message => (
              <li key={message}>{visibleText(message)}</li>
            ))}
            {reasons.map(reason => (
              <li key={reason}>{flagAdvice[reason]}</li>
            ))}
          </ul>
          <p>
            It opens nothing: workloads, logs and analyses of that namespace
            stay closed. <Link href={myAccess?.()}>My access</Link> says which
            namespaces are yours.
          </p>
        </div>
      }
    />
  );
}
