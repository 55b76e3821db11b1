import { exactTime, readerZone, relativeTime } from '../lib/time';

/** A time, relative and exact, in the reader's zone. */
export function When(props: { iso: string; only?: 'relative' | 'exact' }) {
  const { iso, only } = props;
  const exact = exactTime(iso);
  const relative = relativeTime(iso);
  const texts = {
    relative,
    exact,
    both: `${relative}, ${exact}`,
  };
  return (
    <time dateTime={iso} title={`${exact} ${readerZone()}`}>
      {texts[only ?? 'both']}
    </time>
  );
}
