import { Select } from '@backstage/ui';
import { LogPattern, LogsRequest } from '@internal/plugin-observability-common';
import { useSearchParams } from 'react-router-dom';
import { LogChip } from '../../../lib/logChips';
import { PatternRow } from './PatternRow';
import styles from './patterns.module.css';

/** A change in either direction, by its factor; the same on both sides of 1. */
const changeSize = ({ isNew, change = 1 }: LogPattern) =>
  isNew ? Infinity : Math.abs(Math.log(Math.max(change, Number.MIN_VALUE)));

const ORDERS = {
  changed: {
    label: 'New and changed first',
    compare: (a: LogPattern, b: LogPattern) =>
      Number(b.isNew) - Number(a.isNew) ||
      (a.isNew ? 0 : changeSize(b) - changeSize(a)) ||
      b.count - a.count,
  },
  count: {
    label: 'Most lines first',
    compare: (a: LogPattern, b: LogPattern) => b.count - a.count,
  },
  latest: {
    label: 'Latest first',
    compare: (a: LogPattern, b: LogPattern) =>
      Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || b.count - a.count,
  },
} as const;
type Order = keyof typeof ORDERS;
const DEFAULT_ORDER: Order = 'changed';

/** Templates of the window, what is new or differs first. */
export function PatternList(props: {
  patterns: readonly LogPattern[];
  request: LogsRequest;
  turn: number;
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { patterns, request, turn, onFilter } = props;
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('order') as Order;
  const order = wanted in ORDERS ? wanted : DEFAULT_ORDER;
  const sorted = [...patterns].sort(ORDERS[order].compare);
  return (
    <>
      <div className={styles.order}>
        <Select
          aria-label="Order of the patterns"
          size="small"
          options={Object.entries(ORDERS).map(([id, { label }]) => ({
            id,
            label,
          }))}
          value={order}
          onChange={key =>
            setSearch(
              before => {
                const after = new URLSearchParams(before);
                after.set('order', String(key));
                return after;
              },
              { replace: true },
            )
          }
        />
      </div>
      <ul className={styles.list} aria-label="Patterns">
        {sorted.map(pattern => (
          <PatternRow
            key={pattern.id}
            pattern={pattern}
            request={request}
            turn={turn}
            onFilter={onFilter}
          />
        ))}
      </ul>
    </>
  );
}
