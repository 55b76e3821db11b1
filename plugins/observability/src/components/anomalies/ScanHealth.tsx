import { Notice, relativeTime, visibleText } from '@internal/page-kit';
import { NamespaceScan } from '@internal/plugin-observability-common';

/** How fresh the list is, and in which namespaces something could not be seen. */
export function ScanHealth(props: { scans: readonly NamespaceScan[] }) {
  const { scans } = props;
  const waiting = scans.filter(({ lastScanAt }) => !lastScanAt);
  const troubled = scans.filter(({ problems }) => problems.length > 0);
  const oldest = scans
    .flatMap(({ lastScanAt }) => lastScanAt ?? [])
    .sort()
    .at(0);
  return (
    <>
      {oldest && (
        <p role="status">
          Each of your namespaces was scanned {relativeTime(oldest)} or later.
        </p>
      )}
      {waiting.length > 0 && (
        <Notice
          status="info"
          title="Not scanned yet"
          description={visibleText(
            waiting.map(({ namespace }) => namespace).join(', '),
          )}
        />
      )}
      {troubled.map(({ cluster, namespace, problems }) => (
        <Notice
          key={`${cluster}/${namespace}`}
          status="warning"
          title={visibleText(`${namespace} (${cluster}) was not seen in full`)}
          description={visibleText(problems.join('; '))}
        />
      ))}
    </>
  );
}
