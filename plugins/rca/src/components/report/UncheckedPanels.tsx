import { Button } from '@backstage/ui';
import { Notice, visibleText } from '@internal/page-kit';
import { UncheckedGroup } from '../../lib/unchecked';
import { sourceName } from '../../lib/words';
import styles from './report.module.css';

/** What did not answer, by name. It is never a finding; the rest of the report stands. */
export function FailedPanel(props: {
  groups: UncheckedGroup[];
  onRetry?: () => void;
  retrying?: boolean;
}) {
  const { groups, onRetry, retrying } = props;
  if (groups.length === 0) {
    return null;
  }
  return (
    <Notice
      status="warning"
      title={
        groups.length === 1
          ? 'One thing could not be checked'
          : `${groups.length} things could not be checked`
      }
      description={<Groups groups={groups} />}
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

/** What the reader may not see: known from the start, so that it is said quietly and further down. */
export function OutsidePanel(props: { groups: UncheckedGroup[] }) {
  const { groups } = props;
  if (groups.length === 0) {
    return null;
  }
  return (
    <Notice
      status="info"
      title="Not looked at, because you may not read it"
      description={<Groups groups={groups} />}
    />
  );
}

/** What this portal has not: said once, quietly, for whoever could add it. */
export function AbsentPanel(props: { groups: UncheckedGroup[] }) {
  const { groups } = props;
  if (groups.length === 0) {
    return null;
  }
  return (
    <Notice
      status="info"
      title="Not looked at, because it is not set up"
      description={<Groups groups={groups} />}
    />
  );
}

function Groups(props: { groups: UncheckedGroup[] }) {
  return (
    <ul className={styles.plainList}>
      {props.groups.map(({ sources, message }) => (
        <li key={message}>
          {sources.map(sourceName).join(', ')}: {visibleText(message)}
        </li>
      ))}
    </ul>
  );
}
