import { Link } from '@backstage/ui';
import { CopyButton, StatusBadge, visibleText, When } from '@internal/page-kit';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Anomaly } from '@internal/plugin-observability-common';
import { sureness } from '../../lib/sureness';
import { Course } from './Course';
import { MuteButton } from './MuteButton';
import { useAnomalyLinks } from './useAnomalyLinks';
import styles from './anomalies.module.css';

/** One unusual thing: what, where, since when, how sure, and where to look next. */
export function AnomalyCard(props: { anomaly: Anomaly; onMuted: () => void }) {
  const { anomaly, onMuted } = props;
  const { cluster, namespace, service, entityRef, muted, state } = anomaly;
  const links = useAnomalyLinks(anomaly);
  return (
    <article className={styles.card} aria-label={visibleText(anomaly.title)}>
      <div className={styles.head}>
        <h3>{visibleText(anomaly.title)}</h3>
        <StatusBadge
          label={
            state === 'open'
              ? { word: 'Unusual now', tone: 'warning' }
              : { word: 'Over', tone: 'neutral' }
          }
        />
        {muted && <StatusBadge label={{ word: 'Muted', tone: 'neutral' }} />}
      </div>
      <p className={styles.where}>
        {entityRef ? (
          <EntityRefLink entityRef={entityRef} hideIcon />
        ) : (
          service && visibleText(service)
        )}{' '}
        in {visibleText(`${namespace} (${cluster})`)}, since{' '}
        <When iso={anomaly.onset} />
        {anomaly.endedAt && (
          <>
            , over <When iso={anomaly.endedAt} only="relative" />
          </>
        )}
      </p>
      <p>{visibleText(anomaly.explanation)}</p>
      <Course points={anomaly.points} onset={anomaly.onset} />
      <div className={styles.foot}>
        <span className={styles.sure}>{sureness(anomaly.confidence)}</span>
        {links.map(({ href, word }) => (
          <Link key={word} href={href}>
            {word}
          </Link>
        ))}
        <CopyButton text={anomaly.query} what="query" label="Copy query" />
        {!muted && <MuteButton anomaly={anomaly} onMuted={onMuted} />}
      </div>
    </article>
  );
}
