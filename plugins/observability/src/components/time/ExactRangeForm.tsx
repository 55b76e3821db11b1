import { Button } from '@backstage/ui';
import { readerZone } from '@internal/page-kit';
import { Window } from '@internal/plugin-observability-common';
import { DateTime } from 'luxon';
import { FormEvent, useId, useState } from 'react';
import { readWindow } from '../../lib/timeWindow';
import styles from './time.module.css';

/** What `datetime-local` takes and gives, in the reader's zone. */
const LOCAL = "yyyy-MM-dd'T'HH:mm:ss";

/** Two times to type; the browser brings the calendar, on phones its own. */
export function ExactRangeForm(props: {
  window: Window;
  onChoose: (window: Window) => void;
}) {
  const { window, onChoose } = props;
  const id = useId();
  const local = (iso: string) => DateTime.fromISO(iso).toFormat(LOCAL);
  const [from, setFrom] = useState(local(window.from));
  const [to, setTo] = useState(local(window.to));
  const [wrong, setWrong] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const exact = readWindow(from, to);
    setWrong(!exact);
    if (exact) {
      onChoose(exact);
    }
  };
  return (
    <form className={styles.exact} onSubmit={submit}>
      <label htmlFor={`${id}-from`}>From</label>
      <input
        id={`${id}-from`}
        type="datetime-local"
        step={1}
        required
        value={from}
        onChange={event => setFrom(event.target.value)}
      />
      <label htmlFor={`${id}-to`}>To</label>
      <input
        id={`${id}-to`}
        type="datetime-local"
        step={1}
        required
        value={to}
        onChange={event => setTo(event.target.value)}
      />
      <p className={styles.note}>{readerZone()}</p>
      {wrong && (
        <p className={styles.wrong} role="alert">
          The end must come after the start, at most 31 days later.
        </p>
      )}
      <Button size="small" variant="secondary" type="submit">
        Show
      </Button>
    </form>
  );
}
