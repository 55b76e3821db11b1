import { useApi } from '@backstage/frontend-plugin-api';
import { EmptyPanel, Section, SkeletonRows, useLoad } from '@internal/page-kit';
import {
  MetricPanelInfo,
  TargetRef,
} from '@internal/plugin-observability-common';
import { useState } from 'react';
import { observabilityApiRef } from '../../../api';
import { TimeWindow } from '../../../hooks/useTimeWindow';
import { Changes } from '../../common/Changes';
import { ObservabilityErrorPanel } from '../../common/ObservabilityErrorPanel';
import { useChanges } from '../useChanges';
import { summarize } from './findings';
import { FindingsSummary } from './FindingsSummary';
import { PanelChart } from './PanelChart';
import { Turns } from './Turns';
import { usePanelStates } from './usePanelStates';
import common from '../../common/common.module.css';

/** Each panel asks several things; more at once would make the first one wait. */
const PANELS_AT_ONCE = 3;

const GROUPS: Record<MetricPanelInfo['group'], string> = {
  requests: 'Requests',
  resources: 'Resources',
  workload: 'Workload',
};

/** What the panels of the catalogue show, with one sentence on what is unusual. */
export function PanelsView(props: PanelsProps) {
  const api = useApi(observabilityApiRef);
  const { value, error, reload } = useLoad({
    key: 'panels',
    load: signal => api.listMetricPanels({ signal }),
  });
  if (!value) {
    return error ? (
      <ObservabilityErrorPanel
        error={error}
        what="The list of panels could not be loaded"
        onRetry={reload}
      />
    ) : (
      <SkeletonRows label="Loading panels" rows={3} height={200} />
    );
  }
  return <Panels {...props} panels={value.panels} />;
}

type PanelsProps = {
  target: TargetRef;
  service: string;
  time: TimeWindow;
  linkTo: (query: string) => string;
};

function Panels(props: PanelsProps & { panels: readonly MetricPanelInfo[] }) {
  const { panels, target, service, time, linkTo } = props;
  const marks = useChanges(target, time);
  const { states, report } = usePanelStates();
  const [turns] = useState(() => new Turns(PANELS_AT_ONCE));
  const findings = summarize(panels, states);
  const silent =
    findings.settled === panels.length &&
    findings.failed === 0 &&
    findings.speaking === 0;
  const groups = Object.entries(GROUPS).map(([group, title]) => ({
    title,
    members: panels.filter(panel => panel.group === group),
  }));
  return (
    <>
      {!silent && <FindingsSummary findings={findings} total={panels.length} />}
      <Changes marks={marks} />
      {silent && (
        <EmptyPanel title={`No metrics of ${service} in this time`}>
          Requests, resources and replicas of this component appear here once
          the metric store has series whose service name or pods are its own.
          Choose a longer time, or ask the platform team whether its pods are
          scraped and send OpenTelemetry metrics.
        </EmptyPanel>
      )}
      {groups.map(
        ({ title, members }) =>
          members.length > 0 && (
            // A panel that is silent now may speak in another window, so it stays mounted.
            <div key={title} hidden={silent}>
              <Section title={title}>
                <div className={common.grid}>
                  {members.map(panel => (
                    <PanelChart
                      key={panel.id}
                      panel={panel}
                      target={target}
                      time={time}
                      turns={turns}
                      marks={marks.value?.marks}
                      linkTo={linkTo}
                      onState={report}
                    />
                  ))}
                </div>
              </Section>
            </div>
          ),
      )}
    </>
  );
}
