import { useEntityTarget } from '../../hooks/useEntityTarget';
import { useTimeWindow } from '../../hooks/useTimeWindow';
import { ChartGroup } from '../charts';
import { StoreGate } from '../common/StoreGate';
import { LogsView } from './LogsView';
import palette from '../charts/palette.module.css';
import styles from '../common/common.module.css';

/** The Logs tab of a component. */
export function LogsTab() {
  const target = useEntityTarget();
  const time = useTimeWindow();
  return (
    <div className={`${palette.palette} ${styles.tab}`}>
      <StoreGate target={target} store="logs">
        {({ stores }) => (
          <ChartGroup>
            <LogsView
              target={target}
              language={stores.logs!.language}
              time={time}
            />
          </ChartGroup>
        )}
      </StoreGate>
    </div>
  );
}
