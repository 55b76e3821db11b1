import { Notice, visibleText, When } from '@internal/page-kit';
import { Link } from '@backstage/ui';
import { Finding, Findings } from './findings';
import { panelAnchor, showPanel } from './panelAnchor';
import styles from './panels.module.css';

/** The sentence on top: what is unusual and since when, before anybody reads a chart. */
export function FindingsSummary(props: { findings: Findings; total: number }) {
  const { findings, total } = props;
  const { now, over, settled, failed } = findings;
  const looking = settled < total;
  return (
    <div className={styles.summary} role="status">
      {now.length > 0 && (
        <Sentence begin="Unusual now:" findings={now} tone="warning" />
      )}
      {over.length > 0 && (
        <Sentence begin="Unusual for a while:" findings={over} />
      )}
      {!looking && now.length === 0 && over.length === 0 && failed === 0 && (
        <p>Nothing unusual on the {total} panels in this time.</p>
      )}
      {looking && (
        <p className={styles.note}>
          Reading the panels: {settled} of {total} so far.
        </p>
      )}
      {!looking && failed > 0 && (
        <Notice
          status="warning"
          title={`${failed} of ${total} panels could not be read`}
          description="What is unusual there is not known. The others are shown."
        />
      )}
    </div>
  );
}

function Sentence(props: {
  begin: string;
  findings: readonly Finding[];
  tone?: 'warning';
}) {
  const { begin, findings, tone } = props;
  return (
    <p data-tone={tone}>
      <strong>{begin}</strong>{' '}
      {findings.map(({ panel, series, since }, index) => (
        <span key={panel.id}>
          {separator(index, findings.length)}
          <Link
            href={`#${panelAnchor(panel.id)}`}
            onClick={event => {
              event.preventDefault();
              showPanel(panel.id);
            }}
          >
            {visibleText(
              series.length > 0
                ? `${panel.title} (${series.join(', ')})`
                : panel.title,
            )}
          </Link>
          {/* Said once for those that began together. */}
          {findings[index + 1]?.since !== since && (
            <>
              {' '}
              since <When iso={since} only="exact" />
            </>
          )}
        </span>
      ))}
      .
    </p>
  );
}

function separator(index: number, length: number): string {
  if (index === 0) {
    return '';
  }
  return index === length - 1 ? ' and ' : ', ';
}
