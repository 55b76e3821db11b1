import { Loaded } from '@internal/page-kit';
import { MarksAnswer, TargetRef } from '@internal/plugin-observability-common';
import { useMemo } from 'react';
import { useMarks } from '../../hooks/useMarks';
import { TimeWindow } from '../../hooks/useTimeWindow';

/** The marks without the anomalies: these are sentences, which the panels show with all that is known of them. */
export function useChanges(
  target: TargetRef,
  time: TimeWindow,
): Loaded<MarksAnswer> {
  const marks = useMarks(target, time);
  const { value } = marks;
  const changes = useMemo(
    () =>
      value && {
        ...value,
        marks: value.marks.filter(({ kind }) => kind !== 'anomaly'),
      },
    [value],
  );
  return { ...marks, value: changes };
}
