import { Button } from '@backstage/ui';
import { LogLine } from '@internal/plugin-observability-common';
import { RiArrowDownLine } from '@remixicon/react';
import { useLayoutEffect, useRef, useState } from 'react';
import { LogChip } from '../../../lib/logChips';
import { LineList } from '../lines/LineList';
import styles from './live.module.css';

/** Closer to the end than this counts as being there. */
const AT_END_PX = 24;

/** The newest at the bottom, in sight as long as the reader does not scroll up. */
export function TailLines(props: {
  lines: readonly LogLine[];
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { lines, onFilter } = props;
  const box = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);

  const toEnd = () => {
    const element = box.current!;
    element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    if (following) {
      toEnd();
    }
  }, [lines, following]);

  return (
    <div className={styles.frame}>
      <div
        ref={box}
        className={styles.box}
        role="log"
        // Read out line by line nobody could follow it; the state above is.
        aria-live="off"
        aria-label="Live log lines, newest last"
        // Keyboards can only scroll what holds the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={() => {
          const { scrollHeight, scrollTop, clientHeight } = box.current!;
          setFollowing(scrollHeight - scrollTop - clientHeight <= AT_END_PX);
        }}
      >
        {lines.length === 0 ? (
          <p className={styles.note}>Lines appear here as they are written.</p>
        ) : (
          <LineList
            label="Live log lines, newest last"
            lines={lines}
            onFilter={onFilter}
          />
        )}
      </div>
      {!following && (
        <Button
          size="small"
          variant="primary"
          className={styles.toEnd}
          iconStart={<RiArrowDownLine />}
          onPress={() => setFollowing(true)}
        >
          To the newest
        </Button>
      )}
    </div>
  );
}
