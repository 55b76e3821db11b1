import { unserved } from '../__testUtils__/logSignal';
import { ruleTest } from '../__testUtils__/ruleTest';
import { ingressUnserved } from './ingressUnserved';

ruleTest(ingressUnserved, {
  sees: [
    [
      'a class that nobody serves',
      unserved({ ingressClassName: 'nginx2' }),
      [
        'info: Ingress shop has no address: perhaps no controller serves its class nginx2',
      ],
    ],
    [
      'no class',
      unserved({}),
      [
        'info: Ingress shop has no address: it names no class, and perhaps there is no default',
      ],
    ],
  ],
  isSilentOn: [
    ['one that has an address', unserved({}, { address: true })],
    ['one that was just made', unserved({}, { created: 55 })],
  ],
});
