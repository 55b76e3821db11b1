import { Link } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { SeenBefore } from '@internal/plugin-rca-common';
import { Section, visibleText, When } from '@internal/page-kit';
import { categoryWords, objectName, verdictLabels } from '../../lib/words';
import { investigationRouteRef } from '../../routes';
import styles from './report.module.css';

/** Earlier reports that resemble this one, each a click away. */
export function SeenBeforeList(props: { seenBefore?: SeenBefore[] }) {
  const { seenBefore = [] } = props;
  const investigationRoute = useRouteRef(investigationRouteRef);
  if (seenBefore.length === 0) {
    return null;
  }
  return (
    <Section title={`Seen before (${seenBefore.length})`}>
      <ul className={styles.rows}>
        {seenBefore.map(item => (
          <li key={item.investigationId}>
            <p>
              {investigationRoute ? (
                <Link href={investigationRoute({ id: item.investigationId })}>
                  {visibleText(item.summary)}
                </Link>
              ) : (
                visibleText(item.summary)
              )}
            </p>
            <p className={styles.meta}>
              <span>{`${Math.round(item.similarity * 100)} % alike`}</span>
              <span>
                {item.category && item.entity
                  ? `${categoryWords[item.category]} of ${visibleText(
                      objectName(item.entity),
                    )}`
                  : verdictLabels[item.verdict].word}
              </span>
              <When iso={item.createdAt} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
