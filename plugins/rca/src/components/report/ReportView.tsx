import { Investigation, RcaReport } from '@internal/plugin-rca-common';
import { Notice, visibleText } from '@internal/page-kit';
import { groupUnchecked } from '../../lib/unchecked';
import { ActionList } from './ActionList';
import { CauseList } from './CauseList';
import { ExcludedList } from './ExcludedList';
import { FindingList } from './FindingList';
import { NarrativePanel } from './NarrativePanel';
import { ReportLinks } from './ReportLinks';
import { ReportProvider } from './ReportContext';
import { SeenBeforeList } from './SeenBeforeList';
import { SourcesTable } from './SourcesTable';
import { Timeline } from './Timeline';
import { AbsentPanel, FailedPanel, OutsidePanel } from './UncheckedPanels';
import { VerdictPanel } from './VerdictPanel';
import styles from './report.module.css';

/** A finished report: the sentence first, everything below it is proof. */
export function ReportView(props: {
  investigation: Investigation;
  report: RcaReport;
  withPermalink?: boolean;
  onAnalyzeAgain?: () => void;
  analyzing?: boolean;
}) {
  const { investigation, report, withPermalink, onAnalyzeAgain, analyzing } =
    props;
  const { failed, outside, absent } = groupUnchecked(report.unchecked);
  return (
    <ReportProvider report={report}>
      <article aria-label="Root-cause report" className={styles.report}>
        <VerdictPanel
          report={report}
          links={
            <ReportLinks
              investigation={investigation}
              withPermalink={withPermalink}
            />
          }
        />
        {investigation.commitError && (
          <Notice
            status="warning"
            title="The report is not in Git yet"
            description={visibleText(investigation.commitError)}
          />
        )}
        <FailedPanel
          groups={failed}
          onRetry={onAnalyzeAgain}
          retrying={analyzing}
        />
        <CauseList
          hypotheses={report.hypotheses}
          confirmed={report.verdict === 'cause-found'}
        />
        <NarrativePanel narrative={report.narrative} />
        <ActionList actions={report.actions} />
        <Timeline entries={report.timeline} />
        <SeenBeforeList seenBefore={report.seenBefore} />
        <OutsidePanel groups={outside} />
        <AbsentPanel groups={absent} />
        <ExcludedList excluded={report.excluded} />
        <FindingList findings={report.findings} />
        <SourcesTable sources={report.sources} durationMs={report.durationMs} />
      </article>
    </ReportProvider>
  );
}
