import { Finding, OWN_ORIGIN, Severity } from '@internal/plugin-rca-common';
import { Section, StatusBadge, When, visibleText } from '@internal/page-kit';
import { objectName, severityLabels } from '../../lib/words';
import { EvidenceFold } from './EvidenceFold';
import styles from './report.module.css';

const order: Severity[] = ['critical', 'warning', 'info'];

/** Everything that stood out, whether or not it became a cause. */
export function FindingList(props: { findings: Finding[] }) {
  const findings = [...props.findings].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity),
  );
  if (findings.length === 0) {
    return null;
  }
  return (
    <Section title={`What stood out (${findings.length})`}>
      <ul className={styles.rows}>
        {findings.map(finding => (
          <li key={finding.id}>
            <p>
              <StatusBadge label={severityLabels[finding.severity]} />{' '}
              {visibleText(finding.title)}
            </p>
            <p className={styles.meta}>
              <span>{visibleText(objectName(finding.object))}</span>
              {finding.onset && <When iso={finding.onset} />}
              {originsText(finding) && <span>{originsText(finding)}</span>}
            </p>
            <EvidenceFold ids={finding.evidence} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** `found by k8sgpt and our rules`; nothing when only our rules found it. */
function originsText({ origins = [OWN_ORIGIN] }: Finding): string | undefined {
  const others = origins.filter(origin => origin !== OWN_ORIGIN);
  const own = origins.includes(OWN_ORIGIN) ? ['our rules'] : [];
  return others.length
    ? visibleText(`found by ${[...others, ...own].join(' and ')}`)
    : undefined;
}
