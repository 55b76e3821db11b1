import { Button, Select, TextField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Section, SkeletonRows, useLoad } from '@internal/page-kit';
import { ClusterOverview, NamespaceRef } from '@internal/plugin-tenancy-common';
import { FormEvent, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { tenancyApiRef } from '../../api';
import { TenancyErrorPanel } from '../common/TenancyErrorPanel';
import { ExplanationPanel } from './ExplanationPanel';
import styles from './explain.module.css';

/** Asks about one namespace; what is asked stands in the address, so that pages can link to it. */
export function CheckNamespace(props: {
  clusters: readonly ClusterOverview[];
}) {
  const [search, setSearch] = useSearchParams();
  const asked = parse(search.get('check'));
  const names = props.clusters.map(({ name }) => name);
  const known =
    asked && !names.includes(asked.cluster) ? [...names, asked.cluster] : names;
  const [cluster, setCluster] = useState(asked?.cluster ?? known[0] ?? '');
  const [namespace, setNamespace] = useState(asked?.namespace ?? '');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const check = `${cluster.trim()}/${namespace.trim()}`;
    setSearch(
      before => {
        const after = new URLSearchParams(before);
        after.set('check', check);
        return after;
      },
      { replace: true },
    );
  };

  return (
    <Section title="Check a namespace">
      <form className={styles.form} onSubmit={submit}>
        {known.length > 0 ? (
          <Select
            label="Cluster"
            options={known.map(name => ({
              id: name,
              label:
                props.clusters.find(item => item.name === name)?.title ?? name,
            }))}
            value={cluster}
            onChange={key => setCluster(String(key))}
          />
        ) : (
          <TextField
            label="Cluster"
            value={cluster}
            onChange={setCluster}
            autoComplete="off"
          />
        )}
        <TextField
          label="Namespace"
          placeholder="team-a-prod"
          value={namespace}
          onChange={setNamespace}
          autoComplete="off"
        />
        <Button
          type="submit"
          variant="secondary"
          isDisabled={!cluster.trim() || !namespace.trim()}
        >
          Check
        </Button>
      </form>
      {asked && (
        <Explanation
          key={`${asked.cluster}/${asked.namespace}`}
          namespace={asked}
        />
      )}
    </Section>
  );
}

function Explanation(props: { namespace: NamespaceRef }) {
  const { namespace } = props;
  const api = useApi(tenancyApiRef);
  const { value, error, reload } = useLoad({
    key: `${namespace.cluster}/${namespace.namespace}`,
    load: signal => api.explain(namespace, { signal }),
  });
  return (
    <div className={styles.answer} aria-live="polite">
      {error && (
        <TenancyErrorPanel
          error={error}
          what="The namespace could not be checked"
          onRetry={reload}
        />
      )}
      {!value && !error && <SkeletonRows label="Checking" rows={1} />}
      {value && !error && <ExplanationPanel explanation={value} />}
    </div>
  );
}

/** `<cluster>/<namespace>`; anything else is no question. */
function parse(check: string | null): NamespaceRef | undefined {
  const [cluster, namespace, ...rest] = (check ?? '').split('/');
  return cluster && namespace && rest.length === 0
    ? { cluster, namespace }
    : undefined;
}
