import { Evidence, RcaReport } from '@internal/plugin-rca-common';
import { createContext, ReactNode, useContext, useMemo } from 'react';
import { toUnix } from '@internal/page-kit';

/** A moment that every chart of the report marks. */
export type TimeMark = {
  at: number;
  kind: 'onset' | 'change';
  title: string;
};

type ReportContextValue = {
  evidence: ReadonlyMap<string, Evidence>;
  /** One time axis for all charts, in seconds since 1970. */
  domain: readonly [number, number];
  marks: readonly TimeMark[];
};

const ReportContext = createContext<ReportContextValue | undefined>(undefined);

/** Makes evidence and the shared time axis known to what is inside. */
export function ReportProvider(props: {
  report: RcaReport;
  children: ReactNode;
}) {
  const { report, children } = props;
  const value = useMemo(
    () => ({
      evidence: new Map(report.evidence.map(item => [item.id, item])),
      domain: timeDomain(report),
      marks: timeMarks(report),
    }),
    [report],
  );
  return (
    <ReportContext.Provider value={value}>{children}</ReportContext.Provider>
  );
}

/** Evidence and time axis of the report around. */
export function useReportContext(): ReportContextValue {
  const value = useContext(ReportContext);
  if (!value) {
    throw new Error('useReportContext needs a ReportProvider around it');
  }
  return value;
}

/** The window, and what curves show before it for comparison. */
function timeDomain(report: RcaReport): [number, number] {
  let from = toUnix(report.window.from);
  let to = toUnix(report.window.to);
  for (const { series = [] } of report.evidence) {
    for (const { points } of series) {
      if (points.length > 0) {
        from = Math.min(from, points[0][0]);
        to = Math.max(to, points[points.length - 1][0]);
      }
    }
  }
  return [from, to];
}

function timeMarks(report: RcaReport): TimeMark[] {
  const changes = report.timeline
    .filter(entry => entry.kind === 'change')
    .map(entry => ({
      at: toUnix(entry.at),
      kind: 'change' as const,
      title: entry.title,
    }));
  return report.onset
    ? [
        ...changes,
        {
          at: toUnix(report.onset),
          kind: 'onset',
          title: 'Onset of the symptom',
        },
      ]
    : changes;
}
