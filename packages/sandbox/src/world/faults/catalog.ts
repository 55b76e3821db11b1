import { admissionFaults } from './admissionFaults';
import { configurationFaults } from './configurationFaults';
import { controls } from './controls';
import { Dice } from './Dice';
import { imageFaults } from './imageFaults';
import { networkFaults } from './networkFaults';
import { outsideFaults } from './outsideFaults';
import { placementFaults } from './placementFaults';
import { probeFaults } from './probeFaults';
import { releaseFaults } from './releaseFaults';
import { severalFaults } from './severalFaults';
import { badImageProducts } from './badImageProducts';
import { cpuPayments } from './cpuPayments';
import { crashConfigCart } from './crashConfigCart';
import { errorsOrders } from './errorsOrders';
import { missingConfigmapLedger } from './missingConfigmapLedger';
import { nodeNotReady } from './nodeNotReady';
import { oomCheckout } from './oomCheckout';
import { readinessSearch } from './readinessSearch';
import { routineRollout } from './routineRollout';
import { scaledToZeroSearch } from './scaledToZeroSearch';
import { slowCartRedis } from './slowCartRedis';
import { trafficDoubling } from './trafficDoubling';
import type { FaultFamily, FaultSpec } from './types';
import { unschedulableInsights } from './unschedulableInsights';
import { wrongSelectorFrontend } from './wrongSelectorFrontend';

/** Faults of one service each, always the same. */
const fixed: FaultSpec[] = [
  badImageProducts,
  crashConfigCart,
  oomCheckout,
  readinessSearch,
  cpuPayments,
  slowCartRedis,
  errorsOrders,
  missingConfigmapLedger,
  unschedulableInsights,
  wrongSelectorFrontend,
  nodeNotReady,
  scaledToZeroSearch,
];

const families: FaultFamily[] = [
  ...releaseFaults,
  ...imageFaults,
  ...configurationFaults,
  ...probeFaults,
  ...admissionFaults,
  ...placementFaults,
  ...networkFaults,
  ...outsideFaults,
  ...severalFaults,
];

/** Everything that can be made to go wrong with a seed, then the controls in which nothing does. */
export function faultsFor(seed: number): FaultSpec[] {
  const built = (family: FaultFamily): FaultSpec => ({
    name: family.name,
    ...family.build(new Dice(seed, family.name)),
  });
  return [
    ...fixed,
    ...families.map(built),
    trafficDoubling,
    routineRollout,
    ...controls.map(built),
  ];
}

/** The faults as they are with the first seed. */
export const faultCatalog: FaultSpec[] = faultsFor(1);
