import { everything, refers } from '../__testUtils__/platform';
import { ruleTest } from '../__testUtils__/ruleTest';
import { configKeyMissing } from './configKeyMissing';

const variable = (optional?: boolean) => ({
  env: [
    {
      name: 'TTL',
      valueFrom: {
        configMapKeyRef: { name: 'cart-config', key: 'ttl', optional },
      },
    },
  ],
});

ruleTest(configKeyMissing, {
  sees: [
    [
      'a key that was removed under running pods',
      refers(variable(), { keys: ['other'], changed: true }),
      [
        'info: key ttl of ConfigMap cart-config, which cart refers to (variable TTL), does not exist: its pods cannot start again',
      ],
    ],
    [
      'a ConfigMap that was deleted under running pods, once however often it is named',
      refers({ ...variable(), ...everything }),
      [
        'info: ConfigMap cart-config, which cart refers to (envFrom of app), does not exist: its pods cannot start again',
      ],
    ],
  ],
  isSilentOn: [
    ['a key that is there', refers(variable(), { keys: ['ttl'] })],
    ['a key that need not be there', refers(variable(true), { keys: [] })],
    [
      'everything of a ConfigMap that is empty',
      refers(everything, { keys: [] }),
    ],
    [
      'ConfigMaps that could not be listed',
      refers(everything, { unread: true }),
    ],
    ['pods that wait for it already', refers(variable(), { waits: true })],
  ],
});
