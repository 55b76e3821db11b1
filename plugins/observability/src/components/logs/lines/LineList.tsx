import { LogLine } from '@internal/plugin-observability-common';
import { KeyboardEvent, useState } from 'react';
import { LogChip } from '../../../lib/logChips';
import { LineRow } from './LineRow';
import styles from './lines.module.css';

/**
 * Lines that open to their fields.
 *
 * @remarks
 * A list of hundreds has one stop for the Tab key; arrow keys go from line to
 * line, Enter opens one.
 */
export function LineList(props: {
  label: string;
  lines: readonly LogLine[];
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { label, lines, onFilter } = props;
  const [active, setActive] = useState<string>();
  const keys = lineKeys(lines);
  const stop = active && keys.includes(active) ? active : keys[0];
  return (
    // The keys are those of the buttons in it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ol className={styles.list} aria-label={label} onKeyDown={moveFocus}>
      {lines.map((line, place) => (
        <LineRow
          key={keys[place]}
          id={keys[place]}
          line={line}
          tabbable={keys[place] === stop}
          onFocus={setActive}
          onFilter={onFilter}
        />
      ))}
    </ol>
  );
}

/** By time, as lines come and go at both ends; those of the same instant by their order. */
function lineKeys(lines: readonly LogLine[]): string[] {
  const seen = new Map<string, number>();
  return lines.map(({ time }) => {
    const place = seen.get(time) ?? 0;
    seen.set(time, place + 1);
    return `${time} ${place}`;
  });
}

/** From line to line; inside of an opened one the arrows belong to what is there. */
function moveFocus(event: KeyboardEvent<HTMLOListElement>) {
  const rows = [
    ...event.currentTarget.querySelectorAll<HTMLButtonElement>(
      ':scope > li > button',
    ),
  ];
  const at = rows.indexOf(event.target as HTMLButtonElement);
  const target = new Map([
    ['ArrowDown', at + 1],
    ['ArrowUp', at - 1],
    ['Home', 0],
    ['End', rows.length - 1],
  ]).get(event.key);
  if (at >= 0 && target !== undefined && rows[target]) {
    event.preventDefault();
    rows[target].focus();
  }
}
