import { useEntityTarget } from '../../hooks/useEntityTarget';
import { useTimeWindow } from '../../hooks/useTimeWindow';
import { ChartGroup } from '../charts';
import { StoreGate } from '../common/StoreGate';
import { LogsView } from './LogsView';
import styles from '../common/common.module.css';

/** The Logs tab of a component. */
export function LogsTab() {
  const target = useEntityTarget();
  const time = useTimeWindow();
  return (
    <div className={styles.tab}>
      <StoreGate target={target} store="logs">
        {() => (
          <ChartGroup>
            <LogsView target={target} time={time} />
          </ChartGroup>
        )}
      </StoreGate>
    </div>
  );
}
