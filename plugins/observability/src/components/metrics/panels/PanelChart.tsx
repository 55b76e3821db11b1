import { useApi } from '@backstage/frontend-plugin-api';
import { SkeletonRows, toUnix, useLoad } from '@internal/page-kit';
import {
  ChangeMark,
  MetricPanel,
  MetricPanelInfo,
  TargetRef,
} from '@internal/plugin-observability-common';
import { useEffect, useMemo } from 'react';
import { observabilityApiRef } from '../../../api';
import { TimeWindow } from '../../../hooks/useTimeWindow';
import { ChartSpan, TimeChart } from '../../charts';
import { ObservabilityErrorPanel } from '../../common/ObservabilityErrorPanel';
import { AnomalyNotes } from './AnomalyNotes';
import { panelAnchor } from './panelAnchor';
import { PanelQueries } from './PanelQueries';
import { Turns } from './Turns';
import { PanelState } from './usePanelStates';
import styles from './panels.module.css';

const SKELETON_HEIGHT_PX = 240;

/** One panel of the catalogue: its chart, what is unusual on it in words, and what was asked. */
export function PanelChart(props: {
  panel: MetricPanelInfo;
  target: TargetRef;
  time: TimeWindow;
  /** Panels of a page share them, so that not all of them ask at once. */
  turns: Turns;
  marks?: readonly ChangeMark[];
  linkTo: (query: string) => string;
  onState: (id: string, state: PanelState) => void;
}) {
  const { panel, target, time, turns, marks, linkTo, onState } = props;
  const api = useApi(observabilityApiRef);
  const request = { ...target, panel: panel.id, window: time.window };
  const { value, error, reload } = useLoad({
    key: `${JSON.stringify(request)} ${time.turn}`,
    load: signal =>
      turns.run(() => api.getMetricPanel(request, { signal }), signal),
  });
  useEffect(
    () => onState(panel.id, { value, error }),
    [onState, panel.id, value, error],
  );
  const spans = useMemo(() => toSpans(value), [value]);
  return (
    <div id={panelAnchor(panel.id)} tabIndex={-1} className={styles.panel}>
      {error && (
        <ObservabilityErrorPanel
          error={error}
          what={`${panel.title} could not be read`}
          onRetry={reload}
          target={target}
        />
      )}
      {value && (
        <>
          <TimeChart
            title={panel.title}
            description={panel.description}
            series={value.series}
            unit={panel.unit}
            window={time.window}
            stepSeconds={value.stepSeconds}
            spans={spans}
            marks={marks}
            onZoom={time.setExact}
          />
          {value.truncated && (
            <p className={styles.note}>
              There are more series than are shown; these are the largest.
            </p>
          )}
          <AnomalyNotes anomalies={value.anomalies} title={panel.title} />
          <PanelQueries
            title={panel.title}
            queries={value.queries}
            linkTo={linkTo}
          />
        </>
      )}
      {!value && !error && (
        <SkeletonRows
          label={`Loading ${panel.title}`}
          rows={1}
          height={SKELETON_HEIGHT_PX}
        />
      )}
    </div>
  );
}

function toSpans(panel: MetricPanel | undefined): ChartSpan[] {
  return (panel?.anomalies ?? []).map(anomaly => ({
    from: toUnix(anomaly.from),
    to: anomaly.to === undefined ? undefined : toUnix(anomaly.to),
    title: anomaly.explanation,
    expected: anomaly.expected,
  }));
}
