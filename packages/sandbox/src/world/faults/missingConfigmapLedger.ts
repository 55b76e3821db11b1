import { CONTAINER, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A Deployment that names a ConfigMap nobody created. */
export const missingConfigmapLedger: FaultSpec = {
  name: 'missing-configmap-ledger',
  title: 'Ledger cannot start: its ConfigMap does not exist',
  startFrom: 'component:default/payments',
  team: 'team-b',
  truth: {
    category: 'missing-config',
    cause: { kind: 'Deployment', namespace: 'team-b-prod', name: 'ledger' },
    symptoms: [
      'pods of ledger wait in CreateContainerConfigError: configmap "ledger-settings" not found',
      'payments answers 503, and checkout after it',
    ],
    fix: 'Let the Deployment ledger name ConfigMap ledger-config again, or create ledger-settings.',
    action: 'rollback',
    not: [
      'a crash: the container never started',
      'bad image: it was pulled',
      'payments: it only passes the failure on',
    ],
  },
  change: {
    message: 'Rename the settings of ledger',
    author: 'bob',
    edits: [
      deploymentEdit(
        'team-b-prod',
        'ledger',
        [...CONTAINER, 'envFrom'],
        [{ configMapRef: { name: 'ledger-settings' } }],
      ),
    ],
  },
};
