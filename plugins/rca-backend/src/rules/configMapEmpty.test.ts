import { everything, refers } from '../__testUtils__/platform';
import { ruleTest } from '../__testUtils__/ruleTest';
import { configMapEmpty } from './configMapEmpty';

ruleTest(configMapEmpty, {
  sees: [
    [
      'a ConfigMap without anything in it',
      refers(everything, { keys: [] }),
      ['info: ConfigMap cart-config, which cart refers to, is empty'],
    ],
  ],
  isSilentOn: [
    ['one with something in it', refers(everything, { keys: ['a'] })],
    ['one that nobody refers to', refers({}, { keys: [] })],
  ],
});
