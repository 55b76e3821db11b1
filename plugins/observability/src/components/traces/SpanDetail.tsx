import { Link } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { formatSeconds, visibleText, When } from '@internal/page-kit';
import { TraceSpan } from '@internal/plugin-observability-common';
import { logsRouteRef } from '../../routes';
import styles from './traces.module.css';

const MS_PER_SECOND = 1_000;
/** Lines of a request are written shortly before and after its span. */
const MARGIN_MS = 60_000;

/** Everything that one span says. */
export function SpanDetail(props: {
  traceId: string;
  traceIdField?: string;
  span: TraceSpan;
}) {
  const { traceId, traceIdField, span } = props;
  const logs = useRouteRef(logsRouteRef)?.();
  const facts: Array<[string, string | undefined]> = [
    ['Status', span.failed ? span.statusText || 'Failed' : 'Succeeded'],
    ['Kind', span.kind],
    ['Duration', formatSeconds(span.durationMs / MS_PER_SECOND)],
    ['Namespace', span.namespace],
    ['Pod', span.pod],
  ];
  return (
    <div className={styles.detail}>
      {span.parentHidden && (
        <p>It was called from a namespace that is not yours.</p>
      )}
      <dl>
        {[...facts, ...Object.entries(span.attributes)].map(
          ([name, text]) =>
            text && (
              <div key={name}>
                <dt>{visibleText(name)}</dt>
                <dd>{visibleText(text)}</dd>
              </div>
            ),
        )}
      </dl>
      {span.events.length > 0 && (
        <ul aria-label="Events">
          {span.events.map((event, index) => (
            // eslint-disable-next-line react/no-array-index-key -- events have no id and keep their order
            <li key={index}>
              <When iso={event.time} only="exact" /> {visibleText(event.name)}
              {Object.entries(event.attributes).map(([name, text]) => (
                <pre key={name}>{visibleText(`${name}: ${text}`)}</pre>
              ))}
            </li>
          ))}
        </ul>
      )}
      {logs && traceIdField && (
        <Link
          href={`${logs}?${aroundSpan(`${traceIdField}=${traceId}`, span)}`}
        >
          Logs of this request
        </Link>
      )}
    </div>
  );
}

/** Lines that carry the trace's id, as the address of the Logs tab asks for them. */
function aroundSpan(field: string, span: TraceSpan): URLSearchParams {
  const start = Date.parse(span.start);
  return new URLSearchParams({
    view: 'lines',
    is: field,
    from: new Date(start - MARGIN_MS).toISOString(),
    to: new Date(start + span.durationMs + MARGIN_MS).toISOString(),
  });
}
