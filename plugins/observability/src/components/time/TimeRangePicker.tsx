import { Button, ButtonIcon, DialogTrigger, Popover } from '@backstage/ui';
import { windowText } from '@internal/page-kit';
import {
  RiArrowLeftSLine,
  RiArrowRightSLine,
  RiRefreshLine,
  RiTimeLine,
  RiZoomOutLine,
} from '@remixicon/react';
import { useState } from 'react';
import { TimeWindow } from '../../hooks/useTimeWindow';
import { lastLabel, shifted, timePresets, widened } from '../../lib/timeWindow';
import { ExactRangeForm } from './ExactRangeForm';
import styles from './time.module.css';

/** Chooses the time of a page: relative or exact, wider, earlier, later, and as of now. */
export function TimeRangePicker(props: { time: TimeWindow }) {
  const { time } = props;
  const { window, last } = time;
  const [open, setOpen] = useState(false);
  const shown = last ? lastLabel(last) : windowText(window);
  return (
    <div className={styles.picker} role="group" aria-label="Time">
      <DialogTrigger isOpen={open} onOpenChange={setOpen}>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiTimeLine />}
          aria-label={`Time: ${shown}`}
        >
          {shown}
        </Button>
        <Popover aria-label="Time range">
          <div className={styles.panel}>
            <ul className={styles.presets} aria-label="Relative">
              {timePresets.map(({ id, label }) => (
                <li key={id}>
                  <Button
                    size="small"
                    variant={id === last ? 'primary' : 'tertiary'}
                    aria-current={id === last || undefined}
                    onPress={() => {
                      time.setLast(id);
                      setOpen(false);
                    }}
                  >
                    {label}
                  </Button>
                </li>
              ))}
            </ul>
            <ExactRangeForm
              window={window}
              onChoose={exact => {
                time.setExact(exact);
                setOpen(false);
              }}
            />
          </div>
        </Popover>
      </DialogTrigger>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label="Earlier"
        icon={<RiArrowLeftSLine />}
        onPress={() => time.setExact(shifted(window, -1))}
      />
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label="Later"
        icon={<RiArrowRightSLine />}
        isDisabled={Date.parse(window.to) >= Date.now()}
        onPress={() => time.setExact(shifted(window, 1))}
      />
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label="Zoom out"
        icon={<RiZoomOutLine />}
        onPress={() => time.setExact(widened(window, Date.now()))}
      />
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label="Refresh"
        icon={<RiRefreshLine />}
        onPress={time.refresh}
      />
    </div>
  );
}
