import { Button } from '@backstage/ui';
import { Unchecked } from '@internal/plugin-rca-common';
import { visibleText } from '../../lib/untrusted';
import { sourceName } from '../../lib/words';
import { Notice } from '../common/Notice';
import styles from './report.module.css';

/** What could not be looked at, by name. It is never a finding; the rest of the report stands. */
export function UncheckedPanel(props: {
  unchecked: Unchecked[];
  onRetry?: () => void;
  retrying?: boolean;
}) {
  const { unchecked, onRetry, retrying } = props;
  if (unchecked.length === 0) {
    return null;
  }
  return (
    <Notice
      status="warning"
      title={
        unchecked.length === 1
          ? 'One thing could not be checked'
          : `${unchecked.length} things could not be checked`
      }
      description={
        <ul className={styles.plainList}>
          {unchecked.map((item, index) => (
            <li key={index}>
              {sourceName(item.source)}: {visibleText(item.message)}
            </li>
          ))}
        </ul>
      }
      customActions={
        onRetry && (
          <Button
            size="small"
            variant="secondary"
            isPending={retrying}
            onPress={onRetry}
          >
            Analyze again
          </Button>
        )
      }
    />
  );
}
