import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  formatSeconds,
  Notice,
  Section,
  SkeletonRows,
  useLoad,
  visibleText,
  When,
} from '@internal/page-kit';
import { TargetRef, Trace } from '@internal/plugin-observability-common';
import { useEffect, useRef } from 'react';
import { observabilityApiRef } from '../../api';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';
import { longestStep } from './longestStep';
import { Waterfall } from './Waterfall';
import styles from './traces.module.css';

const MS_PER_SECOND = 1_000;

/** One trace: what took how long, in which order, and what failed. */
export function TraceView(props: {
  target: TargetRef;
  traceId: string;
  /** Of log lines; absent without a log store. */
  traceIdField?: string;
  onClose: () => void;
}) {
  const { target, traceId, traceIdField, onClose } = props;
  const api = useApi(observabilityApiRef);
  const top = useRef<HTMLDivElement>(null);
  const { value, error, reload } = useLoad({
    key: JSON.stringify([target, traceId]),
    load: signal => api.getTrace({ ...target, traceId }, { signal }),
  });
  // Opened from a row far down the page, by mouse or keyboard.
  useEffect(() => top.current?.focus(), []);
  return (
    <div ref={top} tabIndex={-1} className={styles.view}>
      <Section
        title="Trace"
        aside={
          <div className={styles.actions}>
            <CopyButton text={traceId} what="id of the trace" label="Copy id" />
            <Button size="small" variant="tertiary" onPress={onClose}>
              Close
            </Button>
          </div>
        }
      >
        {error && (
          <ObservabilityErrorPanel
            error={error}
            what="The trace could not be read"
            onRetry={reload}
            target={target}
          />
        )}
        {!value && !error && (
          <SkeletonRows label="Loading the trace" rows={6} />
        )}
        {value && (
          <>
            <p className={styles.summary}>
              {value.spans.length} spans in{' '}
              {formatSeconds(value.durationMs / MS_PER_SECOND)},{' '}
              <When iso={value.start} />
              .<LongestStep trace={value} />
            </p>
            <Hidden trace={value} />
            <Waterfall trace={value} traceIdField={traceIdField} />
          </>
        )}
      </Section>
    </div>
  );
}

/** Where the time goes, before anybody reads the bars. */
function LongestStep(props: { trace: Trace }) {
  const step = longestStep(props.trace);
  return step ? (
    <>
      {' '}
      The longest step is{' '}
      <strong>
        {visibleText(`${step.span.service} ${step.span.operation}`)}
      </strong>{' '}
      with {formatSeconds(step.ownMs / MS_PER_SECOND)}{' '}
      {step.span.kind === 'client' ? 'of waiting' : 'of its own'}.
    </>
  ) : null;
}

function Hidden(props: { trace: Trace }) {
  const { hiddenSpans, truncated } = props.trace;
  return (
    <>
      {hiddenSpans > 0 && (
        <Notice
          status="info"
          title={
            hiddenSpans === 1
              ? '1 span is of a namespace that is not yours'
              : `${hiddenSpans} spans are of namespaces that are not yours`
          }
          description="Their time counts in the spans that called them."
        />
      )}
      {truncated && (
        <Notice
          status="warning"
          title="The trace has more spans than fit here"
          description="The rest is left out."
        />
      )}
    </>
  );
}
