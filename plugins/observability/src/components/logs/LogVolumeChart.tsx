import { SkeletonRows, toUnix } from '@internal/page-kit';
import {
  ChangeMark,
  LogVolume,
  TargetRef,
} from '@internal/plugin-observability-common';
import { useMemo } from 'react';
import { Loaded } from '@internal/page-kit';
import { TimeWindow } from '../../hooks/useTimeWindow';
import { bySeriousness, levelMeaning, NO_LEVEL } from '../../lib/levels';
import { PlotSeries, TimeChart } from '../charts';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';
import { LogState } from './useLogState';

const HEIGHT_PX = 150;

/** How many lines of which level were written when; picks levels and zooms. */
export function LogVolumeChart(props: {
  target: TargetRef;
  volume: Loaded<LogVolume>;
  time: TimeWindow;
  state: LogState;
  marks: readonly ChangeMark[];
}) {
  const { target, volume, time, state, marks } = props;
  const { value, error, reload } = volume;
  const series = useMemo(() => toSeries(value), [value]);
  const levels = state.chips.flatMap(chip =>
    chip.kind === 'level' ? [chip.value || NO_LEVEL] : [],
  );
  const toggle = (name: string) => {
    const chip = {
      kind: 'level' as const,
      value: name === NO_LEVEL ? '' : name,
    };
    if (levels.includes(name)) {
      state.removeChip(chip);
    } else {
      state.addChips([chip]);
    }
  };
  return (
    <>
      {error && (
        <ObservabilityErrorPanel
          error={error}
          what="How many lines there are could not be read"
          onRetry={reload}
          target={target}
        />
      )}
      {value && value.total > 0 && (
        <TimeChart
          title={`${value.total.toLocaleString('en')} ${
            value.total === 1 ? 'line' : 'lines'
          }`}
          kind="bars"
          series={series}
          unit="count"
          window={time.window}
          height={HEIGHT_PX}
          marks={marks}
          onZoom={time.setExact}
          // An edited query takes the place of the chips, so there is nothing to pick.
          onPick={state.ask.query === undefined ? toggle : undefined}
          picked={levels}
        />
      )}
      {!value && !error && (
        <SkeletonRows
          label="Loading how many lines there are"
          rows={1}
          height={200}
        />
      )}
    </>
  );
}

/** The most serious at the bottom, where small numbers are seen. */
function toSeries(volume: LogVolume | undefined): PlotSeries[] {
  const times = volume?.starts.map(toUnix) ?? [];
  return [...(volume?.levels ?? [])]
    .sort((a, b) => bySeriousness(a.level, b.level))
    .map(({ level, counts }) => ({
      name: level || NO_LEVEL,
      colour: levelMeaning(level),
      points: counts.map((count, index) => [times[index], count] as const),
    }));
}
