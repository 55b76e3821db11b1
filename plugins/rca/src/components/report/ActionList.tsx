import { ProposedAction } from '@internal/plugin-rca-common';
import { Section, StatusBadge, visibleText } from '@internal/page-kit';
import { objectName, riskLabels } from '../../lib/words';
import styles from './report.module.css';

/** What to do, for people to carry out: nothing here acts by itself. */
export function ActionList(props: { actions: ProposedAction[] }) {
  const { actions } = props;
  if (actions.length === 0) {
    return null;
  }
  return (
    <Section title="What to do">
      <ol className={styles.actions}>
        {actions.map(action => (
          <li key={action.id}>
            <div className={styles.actionHead}>
              <h4>{visibleText(action.title)}</h4>
              <StatusBadge label={riskLabels[action.risk]} />
            </div>
            <dl className={styles.facts}>
              <div>
                <dt>Acts on</dt>
                <dd>{visibleText(objectName(action.target))}</dd>
              </div>
              {Object.entries(action.parameters).map(([name, value]) => (
                <div key={name}>
                  <dt>{visibleText(name)}</dt>
                  <dd>
                    <code>{visibleText(String(value))}</code>
                  </dd>
                </div>
              ))}
              <div>
                <dt>Expected effect</dt>
                <dd>{visibleText(action.expectedEffect)}</dd>
              </div>
              <div>
                <dt>How to see that it worked</dt>
                <dd>{visibleText(action.successMeasure)}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ol>
    </Section>
  );
}
