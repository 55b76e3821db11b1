import { EmptyPanel, SkeletonRows } from '@internal/page-kit';
import { Target, TargetRef } from '@internal/plugin-observability-common';
import { ReactNode } from 'react';
import { useTargetStores } from '../../hooks/useTargetStores';
import { ObservabilityErrorPanel } from './ObservabilityErrorPanel';
import styles from './common.module.css';

type StoreKind = keyof Target['stores'];

/** Where the documentation of the configuration says how to name a store. */
const WORDS: Record<StoreKind, { title: string; example: string }> = {
  logs: { title: 'No log store', example: 'type: victorialogs' },
  metrics: { title: 'No metric store', example: 'type: victoriametrics' },
  traces: { title: 'No trace store', example: 'type: jaeger' },
};

/** Shows a tab where the cluster of the workload has the store for it, else says how to get one. */
export function StoreGate(props: {
  target: TargetRef;
  store: StoreKind;
  children: (target: Target) => ReactNode;
}) {
  const { target, store, children } = props;
  const { value, error, reload } = useTargetStores(target);
  if (!value) {
    return error ? (
      <ObservabilityErrorPanel
        error={error}
        what={`The ${store} of this component could not be opened`}
        onRetry={reload}
        target={target}
      />
    ) : (
      <SkeletonRows label={`Looking for the ${store}`} rows={5} />
    );
  }
  if (!value.stores[store]) {
    const { title, example } = WORDS[store];
    return (
      <EmptyPanel title={`${title} for the cluster ${value.cluster}`}>
        The {store} of this component would appear here. The platform team can
        name a store in the portal’s configuration:
        <code className={styles.code}>
          {`observability:\n  clusters:\n    ${value.cluster}:\n      ${store}:\n        ${example}\n        url: https://…`}
        </code>
      </EmptyPanel>
    );
  }
  return <>{children(value)}</>;
}
