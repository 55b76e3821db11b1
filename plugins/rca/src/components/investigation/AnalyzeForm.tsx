import { Button, Select } from '@backstage/ui';
import { RiSearchEyeLine } from '@remixicon/react';
import { FormEvent, useState } from 'react';
import styles from './investigation.module.css';

const timeRanges = [
  { id: '15m', label: 'Last 15 minutes' },
  { id: '1h', label: 'Last hour' },
  { id: '6h', label: 'Last 6 hours' },
  { id: '24h', label: 'Last 24 hours' },
];

/** The range when nobody chose one: long enough for the usual "since a while". */
export const DEFAULT_TIME_RANGE = '1h';

/** Chooses how far to look back and starts. */
export function AnalyzeForm(props: {
  onAnalyze: (last: string) => void;
  pending: boolean;
}) {
  const { onAnalyze, pending } = props;
  const [last, setLast] = useState(DEFAULT_TIME_RANGE);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAnalyze(last);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Select
        aria-label="Time range"
        size="medium"
        options={timeRanges}
        value={last}
        onChange={key => key && setLast(String(key))}
      />
      <Button
        type="submit"
        variant="primary"
        size="medium"
        isPending={pending}
        iconStart={<RiSearchEyeLine />}
      >
        Analyze
      </Button>
    </form>
  );
}
