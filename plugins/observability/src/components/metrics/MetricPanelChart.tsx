import { useApi } from '@backstage/frontend-plugin-api';
import { SkeletonRows, toUnix, useLoad } from '@internal/page-kit';
import {
  ChangeMark,
  MetricPanel,
  MetricPanelInfo,
  TargetRef,
} from '@internal/plugin-observability-common';
import { useMemo } from 'react';
import { observabilityApiRef } from '../../api';
import { TimeWindow } from '../../hooks/useTimeWindow';
import { ChartSpan, TimeChart } from '../charts';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';

/** One panel of the catalogue with what is unusual on it. */
export function MetricPanelChart(props: {
  panel: MetricPanelInfo;
  target: TargetRef;
  time: TimeWindow;
  marks: readonly ChangeMark[];
}) {
  const { panel, target, time, marks } = props;
  const api = useApi(observabilityApiRef);
  const request = { ...target, panel: panel.id, window: time.window };
  const { value, error, reload } = useLoad({
    key: `${JSON.stringify(request)} ${time.turn}`,
    load: signal => api.getMetricPanel(request, { signal }),
  });
  const spans = useMemo(() => toSpans(value), [value]);
  return (
    <div>
      {error && (
        <ObservabilityErrorPanel
          error={error}
          what={`${panel.title} could not be read`}
          onRetry={reload}
          target={target}
        />
      )}
      {value && (
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
      )}
      {!value && !error && (
        <SkeletonRows label={`Loading ${panel.title}`} rows={1} height={240} />
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
