import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  DataColumn,
  DataTable,
  Section,
  useLoad,
  visibleText,
  When,
} from '@internal/page-kit';
import { AnomalyMute } from '@internal/plugin-observability-common';
import { useState } from 'react';
import { observabilityApiRef } from '../../api';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';

/** What is muted, by whom, why and until when; nothing while nothing is. */
export function MuteList(props: {
  /** Another one loads the list again. */
  turn: number;
  onEnded: () => void;
}) {
  const { turn, onEnded } = props;
  const api = useApi(observabilityApiRef);
  const { value, error, reload } = useLoad({
    key: `mutes ${turn}`,
    load: signal => api.listMutes({ signal }),
  });
  const [ending, setEnding] = useState<string>();
  const [failure, setFailure] = useState<Error>();
  const end = async (id: string) => {
    setEnding(id);
    setFailure(undefined);
    try {
      await api.deleteMute(id);
      reload();
      onEnded();
    } catch (cause) {
      setFailure(cause as Error);
    } finally {
      setEnding(undefined);
    }
  };
  const problem = failure ?? error;
  if (!problem && !value?.items.length) {
    return null;
  }
  const columns: DataColumn<AnomalyMute>[] = [
    {
      id: 'what',
      title: 'What',
      rowHeader: true,
      cell: mute => visibleText(mute.subject ?? 'Everything'),
    },
    {
      id: 'where',
      title: 'Where',
      cell: ({ service, namespace, cluster }) =>
        visibleText(
          `${service ? `${service} in ` : ''}${namespace} (${cluster})`,
        ),
    },
    { id: 'why', title: 'Why', cell: mute => visibleText(mute.reason) },
    {
      id: 'who',
      title: 'By',
      cell: mute => <EntityRefLink entityRef={mute.createdBy} hideIcon />,
    },
    {
      id: 'until',
      title: 'Until',
      cell: mute => <When iso={mute.expiresAt} only="exact" />,
    },
    {
      id: 'end',
      title: 'End',
      cell: mute => (
        <Button
          size="small"
          variant="tertiary"
          aria-label={`End the mute of ${visibleText(
            mute.subject ?? mute.namespace,
          )}`}
          isPending={ending === mute.id}
          onPress={() => end(mute.id)}
        >
          End
        </Button>
      ),
    },
  ];
  return (
    <Section title="Muted">
      {problem && (
        <ObservabilityErrorPanel
          error={problem}
          what={
            failure ? 'The mute was not ended' : 'The mutes could not be loaded'
          }
          onRetry={failure ? undefined : reload}
        />
      )}
      {value && value.items.length > 0 && (
        <DataTable
          label="Muted"
          columns={columns}
          items={value.items}
          keyOf={mute => mute.id}
        />
      )}
    </Section>
  );
}
